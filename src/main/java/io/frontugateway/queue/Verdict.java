package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.queue.Operation.Verbatim;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt means for the operations it was made of. Each settles itself. */
sealed interface Verdict {
    /** Writes it down. @return the word of {@code writes-settle} for what became of the operations */
    Uni<String> settle(WriteScripts scripts, Claim claim);

    /** Whether something may have changed at Frontu. */
    boolean touched();

    /** Frontu took it. */
    record Done(String result, Learned learned, @Nullable Verbatim answer) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.done(claim, result, learned, answer);
        }

        @Override
        public boolean touched() {
            return true;
        }
    }

    /** Frontu refused it, and will again. */
    record Refused(Problem problem, @Nullable Verbatim answer) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.refused(claim, problem, answer);
        }

        @Override
        public boolean touched() {
            return true;
        }
    }

    /** The item that was to be changed does not exist. */
    record Missing(Problem problem) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.missing(claim, problem);
        }

        @Override
        public boolean touched() {
            return false;
        }
    }

    /** Whether the item that was to be changed exists cannot be seen, so nothing was sent. */
    record Unseeable(Problem problem) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.unseeable(claim, problem);
        }

        @Override
        public boolean touched() {
            return false;
        }
    }

    /**
     * It failed, and may succeed another time.
     *
     * @param pause least time until then
     * @param open whether it may have had an effect
     * @param counted whether it is one of the attempts that a write has
     */
    record Failed(Problem problem, Duration pause, boolean open, boolean counted) implements Verdict {
        /** The same, during an outage: that lasts however many attempts a write has. */
        Failed inOutage() {
            return new Failed(problem, pause, open, false);
        }

        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.failed(claim, this);
        }

        @Override
        public boolean touched() {
            return open;
        }
    }

    /** It may have had an effect, and cannot be repeated without the danger of another. */
    record Unknown(Problem problem, @Nullable Verbatim answer) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.unknown(claim, problem, answer);
        }

        @Override
        public boolean touched() {
            return true;
        }
    }

    /**
     * Nothing left, through no fault of Frontu's: no attempt was made.
     *
     * @param why {@code quota}, {@code breaker} or nothing
     * @param likely how long that is likely to last
     */
    record Unsent(String why, Duration likely) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.unsent(claim, why, likely);
        }

        @Override
        public boolean touched() {
            return false;
        }
    }

    /** Frontu does not take the account's key. Not an attempt either. */
    record KeyRefused(int status, String fingerprint) implements Verdict {
        @Override
        public Uni<String> settle(WriteScripts scripts, Claim claim) {
            return scripts.pause(fingerprint, status).chain(() -> scripts.unsent(claim, "", Duration.ZERO));
        }

        @Override
        public boolean touched() {
            return false;
        }
    }
}
