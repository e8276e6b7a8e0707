package io.frontugateway.cache;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks Frontu for one address. A reply that is not kept does not come with the landing, which many share, but is taken here by
 * the one who asked; when nobody takes it, its body is let go. The others get it only where it is a {@link Refusal}.
 */
final class VerbatimFetch implements Errand {
    /** Ends a flight whose reply passes by; never told to anybody. */
    private static final ProblemException NOT_KEPT = Problem.of(
                    Reason.FRONTU_UNAVAILABLE, "Frontu's reply is passed on as it is.")
            .asException();

    /** What it holds is Frontu's affair, and so is how deep; its length is bounded before. */
    private static final JsonFactory ANY_JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Verbatim.Key key;
    private final VerbatimReads.Ask ask;
    private final String generation;
    private final Predicate<Stretch> will;
    private final Executor where = Aside.here();
    private volatile boolean asking;
    private @Nullable Reply passing;
    private boolean closed;

    /**
     * @param generation what was seen of the account's before
     * @param will whether something that others have brought will do
     */
    VerbatimFetch(Verbatim.Key key, VerbatimReads.Ask ask, String generation, Predicate<Stretch> will) {
        this.key = key;
        this.ask = ask;
        this.generation = generation;
        this.will = will;
    }

    /** Whether it is this one that asks Frontu, and not somebody whom it follows. */
    boolean isAsking() {
        return asking;
    }

    @Override
    public Place flight() {
        return key.place();
    }

    @Override
    public String generation() {
        return generation;
    }

    @Override
    public List<Place> places() {
        return List.of(flight());
    }

    @Override
    public boolean isHeldAsRows() {
        return false;
    }

    @Override
    public Optional<Stretch> atHand(Map<Place, Stretch> kept) {
        return Optional.ofNullable(kept.get(flight())).filter(will);
    }

    @Override
    public Uni<Brought> ask(Reader reader, long ticket) {
        asking = true;
        return onItsContext(() -> ask.send().apply(reader)).chain(reply -> {
            if (!(reply instanceof Reply.Answer answer) || !isJson(answer.headers())) {
                return pass(reply);
            }
            if (answer.status() != 200) {
                return Refusal.concernsAll(answer.status()) ? refused(answer) : pass(reply);
            }
            return answer.body()
                    .whole(ask.maxBytes())
                    .chain(bytes -> Aside.of(bytes.length(), () -> brought(answer, whole(bytes.getBytes()), ticket)))
                    .onFailure(ProblemException.class)
                    .recoverWithUni(failure -> pass(brokenOff(failure)));
        });
    }

    /** A reply that passes by is read where it was asked for. */
    private <T> Uni<T> onItsContext(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().voidItem().emitOn(where).chain(work);
    }

    private Brought brought(Reply.Answer answer, byte[] bytes, long ticket) {
        var type = Optional.ofNullable(answer.headers().get("Content-Type")).orElse("application/json");
        List<Map.Entry<String, String>> fields = answer.headers().entries().stream()
                .filter(field -> ask.ofDocument().test(field.getKey().toLowerCase(Locale.ROOT)))
                .map(field -> Map.entry(field.getKey(), field.getValue()))
                .toList();
        var rows = VerbatimCodec.write(type, fields, bytes, answer.askedAt(), new Stamp(generation, ticket));
        return new Brought(flight(), rows, false);
    }

    private Uni<Brought> refused(Reply.Answer answer) {
        return Peeked.of(answer.body(), Refusal.LONGEST)
                .onItemOrFailure()
                .transformToUni((body, failure) -> body == null ? pass(brokenOff(failure)) : refused(answer, body));
    }

    /** Short and whole it is told to all who wait; else it passes by. */
    private Uni<Brought> refused(Reply.Answer answer, Peeked body) {
        var reply = new Reply.Answer(answer.status(), answer.headers(), body, answer.askedAt());
        var all = body.all();
        return all != null && isWhole(all.getBytes())
                ? pass(reply, Refusal.of(answer, all, ask.passedOn()).asFailure())
                : pass(reply);
    }

    private Uni<Brought> pass(Reply reply) {
        return pass(reply, asTold(reply));
    }

    private Uni<Brought> pass(Reply reply, ProblemException told) {
        Reply left;
        synchronized (this) {
            left = closed ? reply : passing;
            passing = closed ? null : reply;
        }
        letGo(left);
        return Uni.createFrom().failure(told);
    }

    /** What those are told who have joined: of a failure that it is one, of everything else nothing. */
    private static ProblemException asTold(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            return failed.problem().asException();
        }
        int status = ((Reply.Answer) reply).status();
        return isFailure(reply)
                ? Problem.of(reason(status), "Frontu answered with status " + status + ".")
                        .asException()
                : NOT_KEPT;
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 401 -> Reason.FRONTU_UNAUTHORIZED;
            case 429 -> Reason.QUOTA_EXHAUSTED;
            default -> Reason.FRONTU_UNAVAILABLE;
        };
    }

    /** Whether Frontu has given an answer, which only the one who asked can have; or another replica told it unreadably. */
    static boolean isPassedBy(Landing.Failed failed) {
        return failed.problem() == NOT_KEPT || failed.problem().problem().reason() == Reason.FRONTU_REFUSED;
    }

    synchronized @Nullable Reply take() {
        var taken = passing;
        passing = null;
        return taken;
    }

    void close() {
        Reply left;
        synchronized (this) {
            closed = true;
            left = take();
        }
        letGo(left);
    }

    /** Half of a document is nothing that others should be told, also where its length is as announced. */
    private static byte[] whole(byte[] json) {
        if (isWhole(json)) {
            return json;
        }
        throw Problem.of(Reason.FRONTU_BAD_ANSWER, "Frontu's answer is no whole JSON document.")
                .asException();
    }

    private static boolean isWhole(byte[] json) {
        try (var parser = ANY_JSON.createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            while (parser.nextToken() != null) {}
            return true;
        } catch (IOException broken) {
            // What it says of the place may be a piece of the document.
            return false;
        }
    }

    private static Reply brokenOff(Throwable failure) {
        return new Reply.Failed(((ProblemException) failure).problem(), Reply.Sent.PERHAPS);
    }

    static void letGo(@Nullable Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            answer.body().discard();
        }
    }

    /** What says nothing of the address, only that Frontu could not tell. */
    static boolean isFailure(Reply reply) {
        return !(reply instanceof Reply.Answer answer)
                || answer.status() >= 500
                || answer.status() == 429
                || answer.status() == 401;
    }

    private static boolean isJson(MultiMap headers) {
        var type = headers.get("Content-Type");
        var name = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return name.equals("application/json") || name.endsWith("+json");
    }
}
