package io.frontugateway.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An accepted write, as its client sees it.
 *
 * @param id a ULID: later ones sort after earlier ones, to the millisecond
 * @param account the Frontu account
 * @param state where it stands
 * @param resource normalized name of the resource
 * @param action what it does
 * @param guid guid of the item, as given or as learned from the answer
 * @param systemId systemId of the item, as given, made or learned
 * @param client name of the client
 * @param attempts requests made for it so far, without trials during an outage of Frontu
 * @param createdAt when it was accepted
 * @param updatedAt when its state last changed
 * @param nextAttemptAt when a queued one that failed is tried again
 * @param estimatedAt when a queued one is likely to be done
 * @param waitingFor why a queued one does not go
 * @param mergedInto the operation with which it became one request
 * @param reason why a dead one is dead
 * @param result the entity that Frontu answered, normalized
 * @param problem what went wrong last
 * @param answer Frontu's answer as it came, where the submission asked for it
 */
public record Operation(
        String id,
        String account,
        State state,
        String resource,
        Action action,
        @Nullable String guid,
        @Nullable String systemId,
        String client,
        int attempts,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant estimatedAt,
        @Nullable WaitingFor waitingFor,
        @Nullable String mergedInto,
        @Nullable DeadReason reason,
        @Nullable JsonNode result,
        @Nullable Problem problem,
        @Nullable Verbatim answer) {

    /** Whether it will not change any more by itself. */
    public boolean isOver() {
        return state != State.QUEUED && state != State.SENDING;
    }

    /** The same with Frontu's answer as it came. */
    Operation answered(Verbatim as) {
        return new Operation(
                id,
                account,
                state,
                resource,
                action,
                guid,
                systemId,
                client,
                attempts,
                createdAt,
                updatedAt,
                nextAttemptAt,
                estimatedAt,
                waitingFor,
                mergedInto,
                reason,
                result,
                problem,
                as);
    }

    /** Where an operation stands. */
    public enum State {
        QUEUED,
        SENDING,
        DONE,
        DEAD,
        CANCELLED;

        /** The word for it in answers and parameters. */
        public String word() {
            return Operation.word(this);
        }

        /** The state of a word. */
        public static Optional<State> of(String word) {
            return find(values(), word);
        }
    }

    /** What an operation does. */
    public enum Action {
        UPSERT,
        ARCHIVE,
        RESTORE,
        COPY;

        /** The word for it in answers. */
        public String word() {
            return Operation.word(this);
        }

        static Action of(String word) {
            return find(values(), word).orElse(UPSERT);
        }
    }

    /** Why a queued operation does not go. */
    public enum WaitingFor {
        QUOTA,
        EARLIER_WRITE,
        BACKOFF,
        ACCOUNT_PAUSED,
        BREAKER;

        /** The word for it in answers. */
        public String word() {
            return Operation.word(this);
        }
    }

    /** Why a dead operation is dead. */
    public enum DeadReason {
        REFUSED,
        NOT_FOUND,
        ATTEMPTS_EXHAUSTED,
        OUTCOME_UNKNOWN;

        /** The word for it in answers and parameters. */
        public String word() {
            return Operation.word(this);
        }

        /** The reason of a word. */
        public static Optional<DeadReason> of(String word) {
            return find(values(), word);
        }
    }

    /**
     * Frontu's answer as it came.
     *
     * @param status HTTP status
     * @param contentType type of the body; null where Frontu named none
     * @param body the body, uncompressed
     */
    public record Verbatim(int status, @Nullable String contentType, Buffer body) {}

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> Optional<E> find(E[] all, String word) {
        return Arrays.stream(all).filter(one -> word(one).equals(word)).findFirst();
    }
}
