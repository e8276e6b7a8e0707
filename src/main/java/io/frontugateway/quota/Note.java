package io.frontugateway.quota;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the quota stood for a client when a request of it used or was refused a slot. It stays with the request (in the local
 * data of its Vert.x context), so that whoever writes the answer can say so.
 *
 * @param limit slots in a window
 * @param window length of the window
 * @param remaining slots that the client could have now
 * @param resetsIn time until the oldest slot frees
 */
public record Note(long limit, Duration window, long remaining, Duration resetsIn) {
    private static final String KEY = "frontu-quota-note";

    /** What was noted last in the course of the present request; empty when it had nothing to do with the quota. */
    public static Optional<Note> ofThisRequest() {
        var context = Vertx.currentContext();
        if (context == null || !VertxContext.isDuplicatedContext(context)) {
            return Optional.empty();
        }
        @Nullable Note note = context.getLocal(KEY);
        return Optional.ofNullable(note);
    }

    /** Leaves this with the request on whose context the caller is. */
    void leave() {
        var context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, this);
        }
    }
}
