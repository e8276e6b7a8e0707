package io.frontugateway.redis;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * This process among all that share the store. The id is drawn at every start: a name that outlives a restart, such as a
 * pod's, would let a new process take over what an old one left behind as if it were its own.
 *
 * @param id 12 hexadecimal digits in lower case
 */
public record Replica(String id) {
    private static final int BYTES = 6;

    /** A new process. */
    public static Replica random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Replica(HexFormat.of().formatHex(bytes));
    }
}
