package io.frontugateway.cache;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of Frontu as it came, kept under the address it was asked for.
 *
 * @param body the bytes
 * @param contentType what Frontu called them
 * @param fields the other fields of its head that are passed on
 * @param asOf when Frontu was asked
 * @param stamp which state of Frontu it shows, by the generations of the whole account
 */
public record Verbatim(
        Finished body, String contentType, List<Map.Entry<String, String>> fields, Instant asOf, Stamp stamp)
        implements Held {
    private static final int FIELD_OVERHEAD = 64;

    /**
     * What distinguishes one answer from another.
     *
     * @param target path and query as Frontu gets them, without a credential
     * @param negotiated what else of the request its answer depends on, such as {@code Accept}
     */
    public record Key(String account, String target, Map<String, String> negotiated) {
        public Key {
            negotiated = Map.copyOf(negotiated);
        }

        /** Where it is kept in Redis. */
        Place place() {
            // By what no value of a field can hold: others would let two requests pass for one.
            var all = new StringBuilder(target);
            new TreeMap<>(negotiated)
                    .forEach((name, value) ->
                            all.append('\n').append(name).append('\n').append(value));
            // Named by its form: replicas that know another one keep theirs beside it.
            return Place.alone(account, VerbatimReads.NAME, "head-and-body", all.toString());
        }

        int weight() {
            return 2 * target.length() + negotiated.toString().length();
        }
    }

    public Verbatim {
        fields = List.copyOf(fields);
    }

    @Override
    public int weight() {
        var head = fields.stream()
                .mapToInt(field -> FIELD_OVERHEAD
                        + field.getKey().length()
                        + field.getValue().length())
                .sum();
        return body.weight() + head;
    }
}
