package io.frontugateway.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps, while a test wants them, the spans that an exporter would get. */
@Singleton
public class CollectedSpans implements SpanProcessor {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private volatile boolean wanted;

    /** Forgets what there was, and keeps from now on. */
    public void start() {
        ended.clear();
        wanted = true;
    }

    public void stop() {
        wanted = false;
        ended.clear();
    }

    /** The spans that have ended, in the order in which they did. */
    public List<SpanData> ended() {
        return List.copyOf(ended);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (wanted) {
            ended.add(span.toSpanData());
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
