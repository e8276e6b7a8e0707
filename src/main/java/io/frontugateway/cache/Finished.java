package io.frontugateway.cache;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A document as it goes to the socket: its bytes, its compressed form, and a strong entity tag for each. Equal bytes have
 * equal tags, on every replica. Never changes; safe for use from any thread.
 *
 * <p>The compressed form is made when it is first asked for, and kept only where it is at most half as long, so that the
 * weight is known beforehand, and short documents, which fit a packet anyway, cost nothing. The buffers handed out are
 * shared by all who ask, and must not be written to.
 */
public final class Finished {
    /** Below this a document fits one packet, whether it is compressed or not. */
    private static final int SHORT = 1024;

    /** Beyond this, compressing takes so long that it must not happen on an event loop. */
    private static final int LONG = 64 * 1024;

    /** What an object of this class takes beside the bytes. */
    private static final int OVERHEAD = 512;

    private static final int TAG_BYTES = 12;

    private final Form plain;
    private final String tag;
    private volatile @Nullable Form compressed;

    /** One form of the document. Never changes for those who look at it. */
    public static final class Form {
        private final Coding coding;
        private final Payload payload;
        private final String etag;

        private Form(Coding coding, Payload payload, String etag) {
            this.coding = coding;
            this.payload = payload;
            this.etag = etag;
        }

        /** How it is coded, which may be another one than was asked for. */
        public Coding coding() {
            return coding;
        }

        /** What goes to the socket. */
        public Buffer bytes() {
            return payload.bytes();
        }

        /** How many bytes that are. */
        public int length() {
            return payload.length();
        }

        /** Its strong entity tag, quoted. */
        public String etag() {
            return etag;
        }
    }

    private Finished(byte[] document) {
        this.tag = digest(document);
        this.plain = new Form(Coding.IDENTITY, new Payload(document), '"' + tag + '"');
        this.compressed = document.length < SHORT ? plain : null;
    }

    /**
     * A document.
     *
     * @param document its bytes, which from now on belong to it
     */
    public static Finished of(byte[] document) {
        return new Finished(document);
    }

    /** Whether it is made of these bytes. */
    boolean is(byte[] document) {
        return document.length == length() && Arrays.equals(document, plain.payload.copy());
    }

    /** Whether it has the bytes of another, as far as their tags tell. */
    boolean isSameAs(Finished other) {
        return length() == other.length() && tag.equals(other.tag);
    }

    /** Length of the document as it is. */
    public int length() {
        return plain.length();
    }

    /** The most bytes that it will take in memory, in all its forms. */
    public int weight() {
        return OVERHEAD + (length() < SHORT ? length() : length() + length() / 2);
    }

    /** Whether {@link #in} takes so long that it must not be called on an event loop. */
    public boolean isSlow(Coding coding) {
        return coding == Coding.GZIP && compressed == null && length() > LONG;
    }

    /** The document in a coding, or as it is where the coding would gain too little. */
    public Form in(Coding coding) {
        if (coding == Coding.IDENTITY) {
            return plain;
        }
        var known = compressed;
        return known != null ? known : compressOnce();
    }

    /** The document compressed, whatever that gains; made anew where the compressed form is not worth keeping. */
    public Form compressed() {
        var form = in(Coding.GZIP);
        return form.coding() == Coding.GZIP ? form : compress(Integer.MAX_VALUE);
    }

    /** Whether an entity tag, quoted, is that of one of its forms, also of one not made yet. */
    public boolean hasTag(String etag) {
        return isTagOf(etag, Coding.IDENTITY) || isTagOf(etag, Coding.GZIP);
    }

    /** Whether an entity tag, quoted, is that of the form in a coding. */
    public boolean isTagOf(String etag, Coding coding) {
        return etag.equals(coding == Coding.IDENTITY ? plain.etag() : compressedTag());
    }

    private synchronized Form compressOnce() {
        var known = compressed;
        if (known == null) {
            known = compress(length() / 2);
            compressed = known;
        }
        return known;
    }

    private Form compress(int longest) {
        var bytes = gzip(plain.payload.copy());
        return bytes.length <= longest ? new Form(Coding.GZIP, new Payload(bytes), compressedTag()) : plain;
    }

    private String compressedTag() {
        return '"' + tag + "-gzip\"";
    }

    private static byte[] gzip(byte[] document) {
        var bytes = new ByteArrayOutputStream(document.length / 4);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] document) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(document);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
