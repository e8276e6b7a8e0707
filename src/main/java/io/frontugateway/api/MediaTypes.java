package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the body of a request is (RFC 9110, section 8.3). */
final class MediaTypes {
    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String NDJSON = "application/x-ndjson";
    static final String FORM = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    private static final Pattern OTHER_CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*(?!\"?utf-?8\"?\\s*(;|$))", Pattern.CASE_INSENSITIVE);

    private MediaTypes() {}

    /** The type without its parameters, in lower case; empty where none is said. */
    static String of(HttpServerRequest request) {
        var type = request.getHeader("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The type, if it is one of those that are taken.
     *
     * @throws io.frontugateway.problem.ProblemException {@code unsupported-media-type}
     */
    static String demand(HttpServerRequest request, List<String> taken) {
        demandPlain(request);
        var type = of(request);
        if (!taken.contains(type)) {
            throw unsupported((type.isEmpty() ? "The Content-Type is missing" : "This Content-Type is not taken here")
                    + "; send " + String.join(" or ", taken) + ".");
        }
        var whole = request.getHeader("Content-Type");
        if (!type.equals(MULTIPART)
                && whole != null
                && OTHER_CHARSET.matcher(whole).find()) {
            throw unsupported("JSON is taken in UTF-8 only.");
        }
        return type;
    }

    /** Refuses what is compressed: nothing here unpacks a body. */
    static void demandPlain(HttpServerRequest request) {
        var coding = request.getHeader("Content-Encoding");
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            throw unsupported("A body with a Content-Encoding is not taken; send it as it is.");
        }
    }

    private static RuntimeException unsupported(String detail) {
        return Problem.of(Reason.UNSUPPORTED_MEDIA_TYPE, detail).asException();
    }
}
