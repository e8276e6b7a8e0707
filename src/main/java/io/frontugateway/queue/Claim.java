package io.frontugateway.queue;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What one request is made of: one operation, or several that are merged, the first accepted first.
 *
 * @param owner the lease under which it is held
 * @param token its number
 * @param seen whether Frontu has shown that the item exists
 * @param open whether an earlier attempt may have had an effect
 * @param writes the operations, at least one
 */
record Claim(String owner, String token, boolean seen, boolean open, List<Write> writes) {
    /** What is sent of an operation, without its body. */
    record Write(
            String id,
            String client,
            String resource,
            Operation.Action action,
            String guid,
            String systemId,
            boolean mayCreate,
            boolean repeatable,
            String target,
            String contentType,
            boolean verbatim,
            int attempts,
            long sequence,
            String trace) {

        private static Write of(Response fields) {
            return new Write(
                    fields.get(0).toString(),
                    fields.get(1).toString(),
                    fields.get(2).toString(),
                    Operation.Action.of(fields.get(3).toString()),
                    fields.get(4).toString(),
                    fields.get(5).toString(),
                    isSet(fields.get(6)),
                    isSet(fields.get(7)),
                    fields.get(8).toString(),
                    fields.get(9).toString(),
                    fields.get(10).toString().equals("verbatim"),
                    fields.get(11).toInteger(),
                    fields.get(12).toLong(),
                    fields.get(13).toString());
        }
    }

    static Claim of(String owner, Response claim) {
        var writes = new ArrayList<Write>();
        for (int i = 3; i < claim.size(); i++) {
            writes.add(Write.of(claim.get(i)));
        }
        return new Claim(owner, claim.get(0).toString(), isSet(claim.get(1)), isSet(claim.get(2)), List.copyOf(writes));
    }

    /** The first, which stands for all. */
    Write lead() {
        return writes.get(0);
    }

    private static boolean isSet(Response flag) {
        return flag.toString().equals("1");
    }
}
