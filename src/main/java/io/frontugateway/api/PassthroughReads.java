package io.frontugateway.api;

import io.frontugateway.cache.ReadCache;
import io.frontugateway.cache.Verbatim;
import io.frontugateway.cache.VerbatimReads;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.RetryingUpstream;
import io.frontugateway.upstream.Upstream;
import io.frontugateway.upstream.frontu.Accounts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads of the passthrough. Documents go through the cache, and get validators and ages of the gateway's own; the contents of
 * files and parts of anything are asked for as the caller asks, and streamed.
 */
@Singleton
class PassthroughReads {
    private static final Set<String> NEGOTIATED = Set.of("accept", "accept-language");
    private static final Set<String> STREAMED =
            Set.of("accept", "accept-language", "range", "if-range", "if-none-match", "if-match", "if-modified-since");

    /** What belongs to the connection with Frontu, or to the gateway's own answer, and not to the document. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "set-cookie",
            "date",
            "server",
            "x-request-id");

    /** What the gateway says itself of a document that it keeps. */
    private static final Set<String> SAID_HERE = Set.of(
            "content-type",
            "content-length",
            "content-encoding",
            "etag",
            "last-modified",
            "expires",
            "age",
            "vary",
            "pragma",
            "cache-control",
            "cache-status",
            "accept-ranges");

    private final Upstream upstream;
    private final VerbatimReads cache;
    private final Accounts accounts;
    private final Readers readers;
    private final List<Pattern> contents;

    PassthroughReads(
            RetryingUpstream upstream, ReadCache cache, Accounts accounts, Readers readers, Catalogue catalogue) {
        this.upstream = upstream;
        this.cache = cache.verbatim();
        this.accounts = accounts;
        this.readers = readers;
        this.contents = catalogue.all().stream()
                .map(resource -> resource.operations().content())
                .filter(Objects::nonNull)
                .map(content -> pattern(catalogue.base() + content.path()))
                .toList();
    }

    /**
     * The answer to a path and query.
     *
     * @param verbatim makes an answer of what Frontu replied, where the cache has no part in it
     */
    Uni<Answer> read(Exchange exchange, String target, Function<Reply, Uni<Answer>> verbatim) {
        var headers = exchange.request().headers();
        if (headers.contains("Range") || isContent(target)) {
            Demands.requireAsking(headers);
            return send(readers.of(exchange), target, chosen(headers, STREAMED)).chain(verbatim::apply);
        }
        var wanted = Representation.of(headers);
        var negotiated = chosen(headers, NEGOTIATED);
        var key = new Verbatim.Key(exchange.account(), target, negotiated);
        var ask = new VerbatimReads.Ask(
                readers.of(exchange),
                accounts.find(exchange.account()).orElseThrow().maxAnswerBytes(),
                PassthroughReads::isPassedOn,
                PassthroughReads::belongsToDocument,
                reader -> send(reader, target, negotiated));
        return cache.read(key, ask, Demands.of(headers)).chain(outcome -> {
            if (outcome instanceof VerbatimReads.Outcome.Told told) {
                var document = told.verbatim();
                return wanted.of(
                        told.answered(),
                        document.contentType(),
                        document.fields(),
                        exchange.routing().vertx());
            }
            Responder.note(exchange.routing(), outcome.result());
            return verbatim.apply(((VerbatimReads.Outcome.Passed) outcome).reply());
        });
    }

    /** Whether a field of Frontu's head, named in small letters, is passed on with a body that is streamed. */
    static boolean isPassedOn(String field) {
        return !NOT_PASSED_ON.contains(field);
    }

    private static boolean belongsToDocument(String field) {
        return isPassedOn(field) && !SAID_HERE.contains(field);
    }

    private Uni<Reply> send(Reader reader, String target, Map<String, String> headers) {
        return upstream.send(new Call(
                reader.account(),
                VerbatimReads.NAME,
                reader.client(),
                reader.priority(),
                Call.Method.GET,
                target,
                headers,
                null,
                Call.Shape.TRANSFER,
                reader.maxWait(),
                reader.progress()));
    }

    private boolean isContent(String target) {
        var path = target.split("\\?", 2)[0];
        return contents.stream().anyMatch(content -> content.matcher(path).matches());
    }

    /** {@code {guid}} stands for one segment. */
    private static Pattern pattern(String template) {
        return Pattern.compile(Stream.of(template.split("\\{[^}]*}", -1))
                .map(Pattern::quote)
                .reduce((before, after) -> before + "[^/]+" + after)
                .orElseThrow());
    }

    private static Map<String, String> chosen(MultiMap headers, Set<String> names) {
        var chosen = new HashMap<String, String>();
        headers.forEach(header -> {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (names.contains(name)) {
                chosen.put(name, header.getValue());
            }
        });
        return chosen;
    }
}
