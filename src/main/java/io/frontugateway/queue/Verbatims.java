package io.frontugateway.queue;

import io.frontugateway.queue.Operation.Verbatim;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The head of an answer that is kept as it came, as one line: status, a space, and the content type. */
final class Verbatims {
    private Verbatims() {}

    static String head(@Nullable Verbatim answer) {
        if (answer == null) {
            return "";
        }
        var type = answer.contentType();
        return answer.status() + " " + (type == null ? "" : type);
    }

    static Verbatim of(String head, Buffer body) {
        int space = head.indexOf(' ');
        var type = head.substring(space + 1);
        return new Verbatim(Integer.parseInt(head.substring(0, space)), type.isEmpty() ? null : type, body);
    }
}
