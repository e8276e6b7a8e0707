package io.frontugateway.simulator;

import java.nio.charset.StandardCharsets;

/** A text of any length: a head, one line again and again, and a tail. */
record Filler(byte[] head, byte[] line, byte[] tail, long size) implements Content {
    /** An array of rows that never comes to its end. */
    static Filler endless() {
        return new Filler(
                bytes("{\"next_page\":0,\"items\":["),
                bytes("{\"title\":\"and another\"},"),
                new byte[0],
                Long.MAX_VALUE);
    }

    /** A JSON object of {@code size} bytes, with one long string in it; never shorter than its braces and quotes. */
    static Filler json(long size) {
        byte[] head = bytes("{\"title\":\"");
        byte[] tail = bytes("\"}");
        return new Filler(head, bytes("more and more "), tail, Math.max(size, head.length + tail.length));
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public String etag() {
        return "\"filler\"";
    }

    @Override
    public long modified() {
        return 0;
    }

    @Override
    public byte[] read(long position, int length) {
        byte[] part = new byte[length];
        for (int i = 0; i < length; i++) {
            part[i] = at(position + i);
        }
        return part;
    }

    private byte at(long position) {
        if (position < head.length) {
            return head[(int) position];
        }
        long left = size - position;
        return left <= tail.length
                ? tail[(int) (tail.length - left)]
                : line[(int) ((position - head.length) % line.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
