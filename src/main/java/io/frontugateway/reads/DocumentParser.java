package io.frontugateway.reads;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document whole, up to a bound. */
final class DocumentParser implements BodyParser<JsonNode> {
    private final JsonTokens tokens = new JsonTokens();
    private final TreeBuilder tree = new TreeBuilder();
    private final long maxBytes;
    private long bytesSeen;
    private @Nullable JsonNode document;

    DocumentParser(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean feed(byte[] bytes) {
        bytesSeen += bytes.length;
        if (bytesSeen > maxBytes) {
            throw BadAnswer.because("is longer than %d MiB".formatted(maxBytes / 1024 / 1024));
        }
        tokens.feed(bytes);
        readTokens();
        return true;
    }

    @Override
    public void end() {
        tokens.endOfInput();
        readTokens();
        if (document == null) {
            throw BadAnswer.because(bytesSeen == 0 ? "is empty" : "breaks off after %d bytes".formatted(bytesSeen));
        }
    }

    @Override
    public JsonNode outcome() {
        if (document == null) {
            throw new IllegalStateException("the document is not complete");
        }
        return document;
    }

    @Override
    public void close() {
        tokens.close();
    }

    private void readTokens() {
        var token = tokens.next();
        while (token != null && token != JsonToken.NOT_AVAILABLE) {
            if (document != null) {
                throw BadAnswer.because("goes on after its end");
            }
            document = tree.accept(token, tokens.parser());
            token = tokens.next();
        }
    }
}
