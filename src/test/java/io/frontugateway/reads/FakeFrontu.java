package io.frontugateway.reads;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/** A Frontu of a few lines: what it answers is a function of the call, and it remembers what it was asked. */
final class FakeFrontu implements Upstream {
    static final Instant FIRST_ASKED = Instant.parse("2026-01-31T08:15:30Z");
    static final Reader READER = new Reader("default", "billing", Duration.ofSeconds(5), 3);

    final List<Call> calls = new ArrayList<>();
    final List<CannedBody> bodies = new ArrayList<>();
    private final Function<Call, Reply> answers;

    private FakeFrontu(Function<Call, Reply> answers) {
        this.answers = answers;
    }

    static FakeFrontu answering(Function<Call, Reply> answers) {
        return new FakeFrontu(answers);
    }

    /** Always answers this, with status 200. */
    static FakeFrontu answering(String body) {
        return answering(call -> json(200, body));
    }

    /** Answers each page with a document; the argument is the number of the page that was asked for. */
    static FakeFrontu pages(IntFunction<String> documents) {
        return answering(call -> json(200, documents.apply(pageOf(call))));
    }

    static Reply json(int status, String body) {
        return answer(status, "application/json", CannedBody.of(body));
    }

    static Reply answer(int status, String contentType, CannedBody body) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", contentType);
        return new Reply.Answer(status, headers, body, FIRST_ASKED);
    }

    @Override
    public Uni<Reply> send(Call call) {
        calls.add(call);
        var reply = answers.apply(call);
        if (reply instanceof Reply.Answer answer) {
            bodies.add((CannedBody) answer.body());
            var asked = FIRST_ASKED.plusSeconds(calls.size() - 1);
            reply = new Reply.Answer(answer.status(), answer.headers(), answer.body(), asked);
        }
        return Uni.createFrom().item(reply);
    }

    EntityReads reads() {
        return new EntityReads(this);
    }

    List<String> targets() {
        return calls.stream().map(Call::target).toList();
    }

    static int pageOf(Call call) {
        return Integer.parseInt(query(call).getOrDefault("page", "1"));
    }

    static Map<String, String> query(Call call) {
        var parameters = new TreeMap<String, String>();
        var query = URI.create(call.target()).getQuery();
        for (var pair : query == null ? new String[0] : query.split("&")) {
            parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return parameters;
    }

    /** What comes out, at once. */
    static <T> T result(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    /** The problem that comes out, at once. */
    static Problem problem(Uni<?> uni) {
        try {
            var item = result(uni);
            throw new AssertionError("expected a problem, got " + item);
        } catch (ProblemException e) {
            return e.problem();
        }
    }
}
