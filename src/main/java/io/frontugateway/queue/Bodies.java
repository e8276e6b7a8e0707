package io.frontugateway.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ExactJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** Bodies of several writes as one. */
final class Bodies {
    private Bodies() {}

    /** Every member of every body; of one that several set, the last value. */
    static Buffer merged(List<Buffer> bodies) {
        if (bodies.size() == 1) {
            return bodies.get(0);
        }
        try {
            var merged = ExactJson.ANSWERS.createObjectNode();
            for (var body : bodies) {
                merged.setAll((ObjectNode) ExactJson.ANSWERS.readTree(body.getBytes()));
            }
            return Buffer.buffer(ExactJson.ANSWERS.writeValueAsBytes(merged));
        } catch (IOException e) {
            throw new IllegalStateException("a write that may be merged is no JSON object", e);
        }
    }
}
