package io.frontugateway.reads;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a JSON document whose bytes come in pieces. Jackson's faults become {@code frontu-bad-answer}, without
 * Jackson's own words, since these quote the document.
 */
final class JsonTokens implements AutoCloseable {
    static final int MAX_NESTING = 200;
    static final int MAX_TEXT = 4 * 1024 * 1024;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // Names can be guids of custom fields: unlike words of a program, they are too many to be interned.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private boolean begun;

    JsonTokens() {
        try {
            parser = FACTORY.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new IllegalStateException("a parser without input cannot fail", e);
        }
        feeder = (ByteArrayFeeder) Objects.requireNonNull(parser.getNonBlockingInputFeeder());
    }

    /** The parser, to read the value of the token that {@link #next} has returned. */
    JsonParser parser() {
        return parser;
    }

    /** Takes more bytes; all tokens of those before must have been taken. */
    void feed(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        rejectMarkup(bytes);
        try {
            feeder.feedInput(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** No more bytes come. */
    void endOfInput() {
        feeder.endOfInput();
    }

    /** The next token; {@link JsonToken#NOT_AVAILABLE} when more bytes are needed, null at the end. */
    @Nullable
    JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The name of the member that {@link #next} has come to. */
    String name() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** How many bytes lie before the place that was read up to. */
    long offset() {
        return parser.currentLocation().getByteOffset();
    }

    private void rejectMarkup(byte[] bytes) {
        for (int i = 0; i < bytes.length && !begun; i++) {
            if (!Character.isWhitespace(bytes[i])) {
                begun = true;
                if (bytes[i] == '<') {
                    throw BadAnswer.because("is HTML or XML, not JSON");
                }
            }
        }
    }

    private RuntimeException unreadable(IOException fault) {
        if (fault instanceof StreamConstraintsException) {
            return BadAnswer.because(
                    "is nested deeper than %d levels, or holds a text or number beyond all measure, at byte %d"
                            .formatted(MAX_NESTING, offset()));
        }
        if (fault instanceof JsonEOFException) {
            return BadAnswer.because("breaks off after %d bytes".formatted(offset()));
        }
        return BadAnswer.because("is not valid JSON at byte %d".formatted(offset()));
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("a parser without a source cannot fail to close", e);
        }
    }
}
