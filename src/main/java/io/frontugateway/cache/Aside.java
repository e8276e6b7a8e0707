package io.frontugateway.cache;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Keeps event loops free, and brings what happened elsewhere back to where it is waited for. */
final class Aside {
    /** What is shorter than this takes less time than a change of threads is worth. */
    private static final int SHORT = 64 * 1024;

    private Aside() {}

    /** Work on so many bytes: at once where they are few, else on a worker thread. */
    static <T> Uni<T> of(int bytes, Supplier<T> work) {
        if (bytes <= SHORT || Vertx.currentContext() == null) {
            return Uni.createFrom().item(work);
        }
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(here());
    }

    /** The context that this is called on, as something that runs tasks; the thread itself where there is none. */
    static Executor here() {
        var context = Vertx.currentContext();
        if (context == null) {
            return Runnable::run;
        }
        return task -> {
            if (Vertx.currentContext() == context) {
                task.run();
            } else {
                context.runOnContext(ignored -> task.run());
            }
        };
    }
}
