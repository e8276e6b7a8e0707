package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Answers;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code /client/api/v2/**}: Frontu in its own spelling, for programs already written against it. Path, query and answer
 * pass as they are; only the credential differs.
 */
@Singleton
class PassthroughApi {
    static final String ACCESS_TOKEN = "access_token";

    static final String BASE = "/client/api/v2/";
    static final int UNAUTHORIZED = 401;

    private final PassthroughReads reads;

    PassthroughApi(PassthroughReads reads) {
        this.reads = reads;
    }

    void register(Paths paths) {
        paths.at(BASE + "*").get(this::get).credentialInQuery().register();
    }

    /** Whether a request is answered here, so that problems take the form that Frontu's clients know. */
    static boolean serves(RoutingContext routing) {
        return routing.request().path().startsWith(BASE);
    }

    private Uni<Answer> get(Exchange exchange) {
        exchange.notes().resource("passthrough");
        exchange.demand(exchange.client().permissions().mayPassThrough(), "passthrough");
        return reads.read(exchange, target(exchange), PassthroughApi::answer);
    }

    /** Path and query as they came, without the client's credential. */
    static String target(Exchange exchange) {
        var path = exchange.request().path();
        if (Arrays.stream(path.split("/", -1)).anyMatch(PassthroughApi::isDotSegment)) {
            throw Problem.of(Reason.INVALID_PARAMETER, "The path must not hold '.' or '..' segments.")
                    .asException();
        }
        var query = exchange.request().query();
        if (query == null) {
            return path;
        }
        var kept = Arrays.stream(query.split("&", -1))
                .filter(parameter -> !isAccessToken(parameter))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? path : path + "?" + kept;
    }

    /** An encoded dot is a dot (RFC 3986, section 6.2.2.2), so it must not climb out of the API either. */
    private static boolean isDotSegment(String segment) {
        var decoded = segment.replaceAll("(?i)%2e", ".");
        return decoded.equals(".") || decoded.equals("..");
    }

    /** Recognises the parameter also when parts of its name are percent-encoded. */
    private static boolean isAccessToken(String parameter) {
        return new io.netty.handler.codec.http.QueryStringDecoder("?" + parameter)
                .parameters()
                .containsKey(ACCESS_TOKEN);
    }

    /**
     * Frontu's answer as it is, with one exception: a 401 speaks of the gateway's key, and the caller, whose own key is
     * fine, would take it for its own.
     */
    static Uni<Answer> answer(Reply reply) {
        if (reply instanceof Reply.Answer answer && answer.status() != UNAUTHORIZED) {
            return Uni.createFrom().item(verbatim(answer));
        }
        return Answers.expectSuccess(reply).map(PassthroughApi::verbatim);
    }

    private static Answer verbatim(Reply.Answer answer) {
        var headers = Answer.headers("Cache-Control", "private, no-cache");
        answer.headers().forEach(header -> {
            if (PassthroughReads.isPassedOn(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.set(header.getKey(), header.getValue());
            }
        });
        return new Answer.Streamed(answer.status(), headers, answer);
    }
}
