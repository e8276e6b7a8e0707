package io.frontugateway.writes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * JSON as callers send it: valid UTF-8, one value and nothing behind it, no name twice in an object, at most 200 levels
 * deep, no NaN. Every digit of a number survives. Refusals say where, and never repeat the document.
 */
final class StrictJson {
    private StrictJson() {}

    /** @throws ProblemException {@code invalid-body} where it is no object, or no JSON */
    static ObjectNode object(Buffer body) {
        return object(read(body.getBytes()));
    }

    /** @throws ProblemException {@code invalid-body} */
    static ObjectNode object(JsonNode document) {
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw invalid("The body must be one JSON object, and is " + kind(document) + ".");
    }

    /** @throws ProblemException {@code invalid-body} */
    static JsonNode read(byte[] body) {
        demandUtf8(body);
        try {
            var document = ExactJson.REQUESTS.readTree(body);
            if (document.isMissingNode()) {
                throw invalid("The body is empty; a JSON document is expected.");
            }
            return document;
        } catch (IOException | NumberFormatException | ArithmeticException e) {
            throw unreadable(e);
        }
    }

    /** The document as it is sent on. */
    static Buffer bytes(ObjectNode document) {
        try {
            return Buffer.buffer(ExactJson.REQUESTS.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // what was read as JSON can be written as such
        }
    }

    /** What a value is, with its article. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }

    /** A refusal of the body as a whole. */
    static ProblemException invalid(String detail) {
        return Problem.of(Reason.INVALID_BODY, detail).asException();
    }

    static ProblemException unreadable(Exception fault) {
        if (fault instanceof StreamConstraintsException) {
            return invalid(
                    "The body is nested deeper than 200 levels, or holds a name of more than 2,000 characters or a"
                            + " number of more than 1,000 digits" + place(fault) + ".");
        }
        if (fault instanceof JsonProcessingException json && isDuplicate(json)) {
            return invalid("An object in the body has two members of the same name" + place(fault) + ".");
        }
        return invalid("The body is not valid JSON" + place(fault) + ".");
    }

    private static boolean isDuplicate(JsonProcessingException fault) {
        var message = fault.getOriginalMessage();
        return message != null && message.startsWith("Duplicate");
    }

    private static String place(Exception fault) {
        var place = fault instanceof JsonProcessingException json ? json.getLocation() : null;
        return place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static void demandUtf8(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] >= 0) {
            at++;
        }
        if (at == body.length) {
            return;
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body, at, body.length - at));
        } catch (CharacterCodingException e) {
            throw invalid("The body is not valid UTF-8.");
        }
    }
}
