package io.frontugateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a source address may send. The sliding window is strict: a request is refused if {@code limit} others
 * of its source arrived less than one window before it, refused ones included unless switched off. The fixed window begins
 * with the first request after the last one has ended.
 */
final class RateLimit {
    private static final int MOST_SOURCES = 64;

    private final Map<String, Source> sources = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Source> eldest) {
            return size() > MOST_SOURCES;
        }
    };
    private Switches switches;
    private SlidingWindow all;
    private long refusals;

    RateLimit(Switches switches) {
        this.switches = switches;
        this.all = new SlidingWindow(window(switches));
    }

    /** Takes other switches. Another window or another way to count begins anew with nothing counted. */
    void use(Switches next) {
        boolean anew = next.windowMs() != switches.windowMs()
                || next.fixedWindow() != switches.fixedWindow()
                || next.countRefused() != switches.countRefused();
        switches = next;
        if (anew) {
            sources.clear();
            all = new SlidingWindow(window(next));
        }
    }

    /** Counts an arrival; null if it is granted, else the answer that refuses it. */
    @Nullable
    Answer arrive(String address, long now) {
        Source source = sources.computeIfAbsent(address, a -> new Source());
        all.add(now);
        source.arrivals.add(now);
        if (source.grants(now)) {
            return null;
        }
        refusals++;
        source.refused++;
        long nanos = source.untilFree(now);
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + 999_999_999));
        return Answers.error(429, "Too Many Requests")
                .with(switches.retryAfter().header(seconds));
    }

    long refusals() {
        return refusals;
    }

    int worstWindow() {
        return all.worst();
    }

    JsonArray describe(long now) {
        JsonArray list = new JsonArray();
        sources.forEach((address, source) -> list.add(new JsonObject()
                .put("source", address)
                .put("inWindow", source.arrivals.count(now))
                .put("worstWindow", source.arrivals.worst())
                .put("refusals", source.refused)));
        return list;
    }

    private static long window(Switches switches) {
        return TimeUnit.MILLISECONDS.toNanos(switches.windowMs());
    }

    private final class Source {
        final SlidingWindow arrivals = new SlidingWindow(window(switches));
        private final SlidingWindow counted = new SlidingWindow(window(switches));
        private long windowBegan;
        private long inFixedWindow;
        long refused;

        boolean grants(long now) {
            return switches.fixedWindow() ? grantsFixed(now) : grantsSliding(now);
        }

        private boolean grantsSliding(long now) {
            boolean granted = counted.count(now) < switches.limit();
            if (granted || switches.countRefused()) {
                counted.add(now);
            }
            return granted;
        }

        private boolean grantsFixed(long now) {
            if (inFixedWindow == 0 || now - windowBegan >= window(switches)) {
                windowBegan = now;
                inFixedWindow = 0;
            }
            return ++inFixedWindow <= switches.limit();
        }

        long untilFree(long now) {
            return switches.fixedWindow()
                    ? windowBegan + window(switches) - now
                    : counted.untilAtMost(switches.limit() - 1, now);
        }
    }
}
