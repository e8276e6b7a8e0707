package io.frontugateway.queue;

import java.security.SecureRandom;

/** Identifiers of 26 characters that sort by the time at which they were made: 48 bits of milliseconds, 80 of chance. */
final class Ulid {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private Ulid() {}

    /**
     * Made at the first use and not with the class, which a native image initializes while it is built: every program
     * started from the image would draw the same numbers, and so the build refuses it.
     */
    private static final class Chance {
        static final SecureRandom SOURCE = new SecureRandom();
    }

    static String next() {
        var text = new char[26];
        write(text, 0, 10, System.currentTimeMillis());
        var chance = new byte[10];
        Chance.SOURCE.nextBytes(chance);
        write(text, 10, 8, bits(chance, 0));
        write(text, 18, 8, bits(chance, 5));
        return new String(text);
    }

    /** Whether a text can be one. */
    static boolean isOne(String text) {
        return text.matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    }

    private static long bits(byte[] bytes, int from) {
        long bits = 0;
        for (int i = from; i < from + 5; i++) {
            bits = bits << 8 | bytes[i] & 0xff;
        }
        return bits;
    }

    private static void write(char[] text, int from, int digits, long value) {
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = DIGITS[(int) (value & 31)];
            value >>>= 5;
        }
    }
}
