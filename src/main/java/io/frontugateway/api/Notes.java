package io.frontugateway.api;

import io.frontugateway.upstream.Spending;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is worth noting about a request for its access line, put here by whoever finds it out: names out of known sets, never
 * an identifier, a value of a parameter or a credential. For one request, on its context.
 */
final class Notes {
    private static final String KEY = Notes.class.getName();

    private final Spending spending;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private Consumer<Boolean> atEnd = whole -> {};

    private Notes(Spending spending) {
        this.spending = spending;
    }

    /** Begins to note for a request. */
    static Notes begin(RoutingContext routing) {
        var notes = new Notes(Spending.begin());
        routing.put(KEY, notes);
        return notes;
    }

    /** The notes of a request. */
    static Notes of(RoutingContext routing) {
        Notes notes = routing.get(KEY);
        return notes == null ? begin(routing) : notes;
    }

    /** Which of the gateway's paths was asked for, as it is registered. */
    Notes route(String path) {
        return put("route", path);
    }

    Notes client(String name) {
        return put("client", name);
    }

    Notes account(String name) {
        return put("account", name);
    }

    /** The normalized name of the resource, which the catalogue knows. */
    Notes resource(String name) {
        return put("resource", name);
    }

    /** How a read was answered, in the words of the metric: {@code hit}, {@code stale}, {@code miss} and so on. */
    Notes cache(String result) {
        return put("cache", result);
    }

    /** What has been noted, by name, in the order in which it was. */
    Map<String, String> facts() {
        return facts;
    }

    /** What the request has cost. */
    Spending spending() {
        return spending;
    }

    /** What is done when the request is over: with true if it was answered whole, with false if it was cut. */
    void whenOver(Consumer<Boolean> action) {
        atEnd = action;
    }

    /** The request is over; a second time is ignored. */
    void over(boolean whole) {
        var action = atEnd;
        atEnd = ended -> {};
        action.accept(whole);
    }

    private Notes put(String name, String value) {
        facts.put(name, value);
        return this;
    }
}
