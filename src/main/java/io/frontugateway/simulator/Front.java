package io.frontugateway.simulator;

import io.frontugateway.simulator.Faults.Lot;
import io.frontugateway.simulator.Recorder.Write;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Leads each request below {@code /client/api/v2} from its arrival through limit, key and faults to its effect and answer. */
final class Front {
    private static final Logger LOG = Logger.getLogger(Front.class);
    private static final String BASE = "/client/api/v2";
    private static final int LARGEST_BODY = 128 << 20;

    private final Supplier<World> worlds;
    private final Writer.Delay delay;
    private final Sender sender;

    Front(Supplier<World> worlds, Writer.Delay delay) {
        this.worlds = worlds;
        this.delay = delay;
        this.sender = new Sender(() -> worlds.get().switches().clock());
    }

    void handle(HttpServerRequest request) {
        String path = below(Objects.requireNonNullElse(request.path(), ""));
        if (path == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        new Passage(request, path).arrive();
    }

    /** The path below the base, also for the spelling with two slashes before it; null for any other. */
    private static @Nullable String below(String path) {
        String single = path.startsWith("//") ? path.substring(1) : path;
        return single.startsWith(BASE + "/") ? single.substring(BASE.length()) : null;
    }

    private void later(long milliseconds, Runnable action) {
        if (milliseconds <= 0) {
            action.run();
        } else {
            delay.run(milliseconds, action);
        }
    }

    /** The way of one request. */
    private final class Passage {
        private final World world = worlds.get();
        private final Exchange exchange;
        private final String source;
        private @Nullable Write write;
        private boolean tooLarge;

        Passage(HttpServerRequest request, String path) {
            long now = System.nanoTime();
            this.source = source(request);
            this.exchange = new Exchange(
                    request, path, world.recorder.arrive(now, request.method().name(), path, request.query(), source));
        }

        void arrive() {
            world.usage.add(exchange.arrival.nanos);
            Answer refusal = world.limit.arrive(source, exchange.arrival.nanos);
            if (!exchange.isPost()) {
                enter(refusal);
                return;
            }
            Buffer body = Buffer.buffer();
            exchange.request
                    .handler(piece -> collect(body, piece))
                    .exceptionHandler(gone -> finished(-1))
                    .endHandler(end -> {
                        exchange.body = body.getBytes();
                        enter(refusal);
                    });
        }

        private void collect(Buffer body, Buffer piece) {
            tooLarge |= body.length() + piece.length() > LARGEST_BODY;
            if (!tooLarge) {
                body.appendBuffer(piece);
            }
        }

        private void enter(@Nullable Answer refusal) {
            Answer no = refusal != null ? refusal : refusedByKey();
            if (no == null && tooLarge) {
                no = Answers.error(413, "Request Entity Too Large");
            }
            if (no != null) {
                deliver(without(no));
                return;
            }
            Lot lot = world.faults.draw(exchange.method, exchange.path);
            later(lot.beforeMs(), () -> meet(lot));
        }

        private @Nullable Answer refusedByKey() {
            return Access.check(exchange.request, exchange.parameter("access_token"), world.switches());
        }

        /** The moment of the effect, unless a fault stands in its place. */
        private void meet(Lot lot) {
            Fault fault = lot.fault();
            if (fault != null && fault.kind().phase == FaultKind.Phase.INSTEAD) {
                strikeInstead(fault);
                return;
            }
            Answer answer = effect();
            later(lot.afterMs(), () -> spoil(answer, fault));
        }

        private void strikeInstead(Fault fault) {
            switch (fault.kind()) {
                case STATUS -> deliver(without(status(fault)));
                case DROP_BEFORE -> {
                    without(Answers.noRoute());
                    drop();
                }
                case LATE_EFFECT ->
                    later(world.faults.delay(fault), () -> {
                        effect();
                        finished(-1);
                    });
                default -> {
                    without(Answers.noRoute());
                    finished(-1);
                }
            }
        }

        private void spoil(Answer answer, @Nullable Fault fault) {
            if (fault == null) {
                deliver(answer);
                return;
            }
            switch (fault.kind()) {
                case STATUS_AFTER -> deliver(status(fault));
                case HALF_BODY -> deliver(Sender.half(answer));
                case HTML -> deliver(Sender.page());
                case ERROR_BODY ->
                    deliver(Answer.document(
                            200, Answers.error(500, "Internal Server Error").bytes()));
                case NO_CONTENT -> deliver(Answer.empty(204));
                case ENDLESS_BODY -> deliver(endless(Filler.endless()));
                case HUGE_BODY -> deliver(endless(Filler.json(fault.bytes())));
                case CUT_BODY -> {
                    sender.cut(exchange, answer);
                    finished(answer.status());
                }
                default -> drop();
            }
        }

        private Answer effect() {
            Answer answer = operate();
            if (exchange.isPost()) {
                write = world.recorder.write(exchange.arrival, answer.written(), exchange.body);
            }
            return answer;
        }

        private Answer operate() {
            try {
                if (exchange.isPost()) {
                    Submission submission = Bodies.read(exchange.request.getHeader("Content-Type"), exchange.body);
                    if (submission == null) {
                        return Answers.error(400, "Invalid message received");
                    }
                    exchange.submission = submission;
                }
                return world.routes.answer(exchange);
            } catch (RuntimeException bug) {
                LOG.errorf(bug, "%s %s", exchange.method, exchange.path);
                return Answers.error(500, "Internal Server Error");
            }
        }

        /** An answer to a request that has no effect; a POST is recorded as such. */
        private Answer without(Answer answer) {
            if (exchange.isPost()) {
                write = world.recorder.write(exchange.arrival, null, exchange.body);
            }
            return answer;
        }

        private void deliver(Answer answer) {
            sender.send(exchange, answer);
            finished(answer.status());
        }

        private void drop() {
            sender.drop(exchange);
            finished(-1);
        }

        private void finished(int status) {
            world.recorder.answered(exchange.arrival, status);
            if (write != null) {
                write.ended();
            }
        }

        private String source(HttpServerRequest request) {
            String header = world.switches().sourceHeader();
            String named = header == null ? null : request.getHeader(header);
            return named != null ? named : request.remoteAddress().hostAddress();
        }
    }

    private static Answer status(Fault fault) {
        Answer answer = Answers.error(fault.status(), "Fault " + fault.status());
        RetryAfter form = fault.dated() ? RetryAfter.DATE : RetryAfter.SECONDS;
        return fault.retryAfter() < 0 ? answer : answer.with(form.header(fault.retryAfter()));
    }

    private static Answer endless(Content content) {
        return Answer.part(200, new Answer.Part(content, 0, content.size()))
                .with(Map.of("Content-Type", content.mediaType()));
    }
}
