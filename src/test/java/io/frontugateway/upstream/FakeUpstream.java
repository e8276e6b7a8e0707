package io.frontugateway.upstream;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.CannedBody;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The next step, in a few lines: it answers what a test gives it, the last of it for ever, and remembers what it was sent. */
final class FakeUpstream implements Upstream {
    static final Call READ =
            Call.get("acme", "tasks", "billing", Priority.INTERACTIVE, "/tasks", Duration.ofSeconds(5));
    static final Call WRITE = new Call(
            "acme",
            "tasks",
            "billing",
            Priority.WRITE,
            Call.Method.POST,
            "/tasks",
            java.util.Map.of(),
            null,
            Call.Shape.DOCUMENT,
            Duration.ofSeconds(5));

    final List<Call> calls = new ArrayList<>();
    final AtomicInteger cancelled = new AtomicInteger();
    private final Deque<Reply> replies = new ArrayDeque<>();

    static FakeUpstream answering(Reply... replies) {
        var fake = new FakeUpstream();
        fake.then(replies);
        return fake;
    }

    /** One that never answers. */
    static FakeUpstream silent() {
        return new FakeUpstream();
    }

    /** What it answers from now on. */
    void then(Reply... next) {
        replies.clear();
        replies.addAll(List.of(next));
    }

    static Reply.Answer answer(int status, String... headers) {
        var head = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            head.add(headers[i], headers[i + 1]);
        }
        return new Reply.Answer(status, head, CannedBody.of("{}"), Instant.EPOCH);
    }

    static Reply.Failed failed(Reason reason, Reply.Sent sent) {
        return new Reply.Failed(Problem.of(reason, "as the test says"), sent);
    }

    static CannedBody body(Reply reply) {
        return (CannedBody) ((Reply.Answer) reply).body();
    }

    /** What comes out, soon. */
    static Reply result(Uni<Reply> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    static int status(Reply reply) {
        return ((Reply.Answer) reply).status();
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            calls.add(call);
            Uni<Reply> reply = replies.isEmpty()
                    ? Uni.createFrom().nothing()
                    : Uni.createFrom().item(replies.size() > 1 ? replies.poll() : replies.peek());
            return reply.onCancellation().invoke(cancelled::incrementAndGet);
        });
    }
}
