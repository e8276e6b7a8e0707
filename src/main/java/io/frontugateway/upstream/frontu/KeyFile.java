package io.frontugateway.upstream.frontu;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A key in a file, read again every second and whenever asked. The content is compared and not the time of change: a key
 * is a few bytes, Kubernetes swaps a link far away from the path, and a rewrite within one tick of the clock leaves no
 * other trace. A file that cannot be read leaves the last good key in use; that is logged once, until it changes.
 */
final class KeyFile implements KeySource {
    private static final Logger LOG = Logger.getLogger(KeyFile.class);
    private static final long EVERY_MILLIS = 1000;

    private final Vertx vertx;
    private final String account;
    private final Path file;
    private final long timer;
    private volatile Secret current;
    private volatile long generation;
    private @Nullable String fault;
    private final AtomicBoolean watching = new AtomicBoolean();

    /**
     * Reads the file. Blocks, once.
     *
     * @throws IllegalArgumentException if it holds no key
     */
    KeyFile(Vertx vertx, String account, Path file) {
        this.vertx = vertx;
        this.account = account;
        this.file = file;
        try {
            this.current = KeySource.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("gateway.accounts." + account + ".api-key-file: " + e.getMessage(), e);
        }
        this.timer = vertx.setPeriodic(EVERY_MILLIS, ignored -> watch());
    }

    @Override
    public Secret current() {
        return current;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Uni<Void> reread() {
        return UniHelper.toUni(look()).onFailure().recoverWithNull();
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }

    private void watch() {
        // A file system that hangs must not fill the worker threads.
        if (watching.compareAndSet(false, true)) {
            look().onComplete(ignored -> watching.set(false));
        }
    }

    private Future<Void> look() {
        return vertx.executeBlocking(this::readAndCompare, false);
    }

    private synchronized @Nullable Void readAndCompare() {
        try {
            var key = KeySource.read(file);
            fault = null;
            adopt(key);
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
        return null;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under this object's lock only
    private void adopt(Secret key) {
        if (!key.reveal().equals(current.reveal())) {
            current = key;
            generation++;
            LOG.infof("Account %s: the key in %s has changed; the new one is used.", account, file);
        }
    }

    private void complain(String now) {
        if (!now.equals(fault)) {
            fault = now;
            LOG.errorf("Account %s: %s; the last good key stays in use.", account, now);
        }
    }
}
