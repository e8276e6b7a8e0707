package io.frontugateway.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a POST, however it was sent.
 *
 * @param members scalars, arrays and objects by name; of a form, strings only
 * @param uploads files by the name of their part
 */
record Submission(Map<String, @Nullable Object> members, Map<String, Upload> uploads) {
    static final Submission EMPTY = new Submission(Map.of(), Map.of());

    record Upload(String fileName, String mediaType, byte[] bytes) {}

    /** A member as text; null if it is absent, empty or no scalar. */
    @Nullable
    String text(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof Map || value instanceof Iterable) {
            return null;
        }
        String text = value.toString();
        return text.isEmpty() ? null : text;
    }
}
