package io.frontugateway.api;

import io.quarkus.arc.Unremovable;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes each form of the description when it is first asked for, and keeps it. Written at the start it would delay the
 * first answer; written for every request it would let anybody, without a credential, keep the gateway busy.
 *
 * <p>A singleton and nothing wider: the framework hands it the document by a method that a client proxy would not pass on.
 */
@Alternative
@Priority(1)
@Singleton
@Unremovable
class OpenApiOnDemand extends OpenApiDocumentService {
    private final Map<Format, byte[]> kept = new ConcurrentHashMap<>();

    /** Blocks the first time, on a busy machine for seconds; the framework asks on a worker thread. There is one document. */
    @Override
    public byte[] getDocument(String name, Format format) {
        return kept.computeIfAbsent(format, missing -> super.getDocument(name, missing));
    }
}
