package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Decision;
import io.frontugateway.queue.Operation;
import io.frontugateway.queue.OperationFilter;
import io.frontugateway.queue.OperationPage;
import io.frontugateway.queue.WriteQueue;
import io.frontugateway.writes.PassedWrites;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /v1/operations}: what became of accepted writes. A client sees its own; who may {@code operate} sees all. */
@Singleton
class OperationsApi {
    private static final String PATH = "/v1/operations";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;
    private static final int LONGEST_WAIT = 60;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final WriteQueue queue;
    private final Outcomes outcomes;
    private final Catalogue catalogue;

    OperationsApi(WriteQueue queue, Outcomes outcomes, Catalogue catalogue) {
        this.queue = queue;
        this.outcomes = outcomes;
        this.catalogue = catalogue;
    }

    void register(Paths paths) {
        paths.at(PATH).get(this::list).forOperators().register();
        paths.at(PATH + "/replay").post(this::replayAll).forOperators().register();
        paths.at(PATH + "/:id")
                .get(this::one)
                .delete(this::cancel)
                .forOperators()
                .register();
        paths.at(PATH + "/:id/replay").post(this::replay).forOperators().register();
    }

    private Uni<Answer> one(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        var query = exchange.query();
        query.allowOnly(List.of("wait"));
        var wait = wait(query);
        return own(exchange)
                .chain(found ->
                        found.isOver() || wait.isZero() ? Uni.createFrom().item(found) : outcomes.outcome(found, wait))
                .map(found -> answer(200, found));
    }

    private Uni<Answer> list(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        var query = exchange.query();
        query.allowOnly(List.of("state", "resource", "client", "reason", "cursor", "limit"));
        var filter = new OperationFilter(
                exchange.account(),
                client(exchange, query),
                word(query, "state", Operation.State::of, Operation.State.values()),
                resource(query),
                reason(query));
        return queue.list(filter, query.one("cursor").orElse(null), limit(query))
                .map(OperationsApi::answer);
    }

    private Uni<Answer> cancel(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        exchange.query().allowOnly(List.of());
        return own(exchange)
                .chain(found -> queue.cancel(found.account(), found.id()))
                .map(OperationsApi::decided)
                .map(cancelled -> answer(200, cancelled));
    }

    private Uni<Answer> replay(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        var query = exchange.query();
        query.allowOnly(List.of("force"));
        var force = flag(query, "force");
        var preferences = WritePreferences.of(exchange.request());
        return own(exchange)
                .chain(found -> queue.replay(found.account(), found.id(), force))
                .map(OperationsApi::decided)
                .chain(replayed -> outcomes.of(exchange, replayed, preferences));
    }

    private Uni<Answer> replayAll(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        var query = exchange.query();
        query.allowOnly(List.of("resource", "reason", "client"));
        var filter = new OperationFilter(
                exchange.account(), client(exchange, query), Operation.State.DEAD, resource(query), reason(query));
        return queue.replayAll(filter)
                .map(done -> Outcomes.document(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("replayed", done.replayed())
                                .put("skipped", done.skipped())));
    }

    /** The operation of the path, if the client may see it. Others' are not there for it. */
    private Uni<Operation> own(Exchange exchange) {
        var client = exchange.client();
        return queue.find(exchange.account(), exchange.path("id"))
                .map(found -> found.filter(operation -> client.permissions().mayOperate()
                                || operation.client().equals(client.name()))
                        .orElseThrow(OperationsApi::unknown));
    }

    private static Operation decided(Decision decision) {
        if (decision instanceof Decision.Done done) {
            return done.operation();
        }
        throw decision instanceof Decision.Refused refused ? refused.problem().asException() : unknown();
    }

    private static ProblemException unknown() {
        return Problem.of(
                        Reason.NOT_FOUND,
                        "There is no such operation of this client; what is done is kept for 24 h, what is dead for 30"
                                + " days.")
                .asException();
    }

    /** Whose operations are meant: a client's own, unless it may operate. */
    private static @Nullable String client(Exchange exchange, Query query) {
        var named = query.one("client");
        var client = exchange.client();
        if (client.permissions().mayOperate()) {
            return named.orElse(null);
        }
        exchange.demand(named.isEmpty() || named.get().equals(client.name()), "operate");
        return client.name();
    }

    private @Nullable String resource(Query query) {
        var name = query.one("resource");
        if (name.isPresent()
                && catalogue.find(name.get()).isEmpty()
                && !name.get().equals(PassedWrites.NO_RESOURCE)) {
            throw Query.invalid(
                    "resource", "must be the name of a resource, as /v1/resources lists them, or passthrough.");
        }
        return name.orElse(null);
    }

    private static Operation.@Nullable DeadReason reason(Query query) {
        return word(query, "reason", Operation.DeadReason::of, Operation.DeadReason.values());
    }

    private static <E extends Enum<E>> @Nullable E word(
            Query query, String name, Function<String, Optional<E>> known, E[] all) {
        var text = query.one(name);
        if (text.isEmpty()) {
            return null;
        }
        return known.apply(text.get()).orElseThrow(() -> Query.invalid(name, "must be one of " + words(all) + "."));
    }

    private static String words(Enum<?>[] all) {
        return Arrays.stream(all)
                .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private static int limit(Query query) {
        var text = query.one("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw Query.invalid("limit", "must be a whole number from 1 to " + MOST + ".");
        }
        return limit;
    }

    private static Duration wait(Query query) {
        var text = query.one("wait").orElse("0");
        if (!NUMBER.matcher(text).matches()) {
            throw Query.invalid("wait", "must be a whole number of seconds; more than 60 is taken as 60.");
        }
        return Duration.ofSeconds(Math.min(Integer.parseInt(text), LONGEST_WAIT));
    }

    private static boolean flag(Query query, String name) {
        var text = query.one(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw Query.invalid(name, "must be true or false.");
        }
        return text.equals("true");
    }

    private static Answer answer(int status, Operation operation) {
        var answer = Outcomes.document(status, OperationView.of(operation));
        answer.headers().set("Cache-Control", "no-store");
        return answer;
    }

    private static Answer answer(OperationPage page) {
        var document = JsonNodeFactory.instance.objectNode();
        var items = document.putArray("items");
        page.items().forEach(operation -> items.add(OperationView.of(operation)));
        document.put("next", page.next());
        var answer = Outcomes.document(200, document);
        answer.headers().set("Cache-Control", "no-store");
        return answer;
    }
}
