package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.testing.TestFrontu;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;

/** One request to the gateway under test, byte for byte as a test wants it, and its answer with every digit of it. */
@NullUnmarked
record Sent(int status, JsonNode body, HttpResponse<String> answer) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** With JSON, by the client that may do everything; further headers as names and values in turn. */
    static Sent json(String method, String path, String body, String... headers) {
        return of(method, path, "application/json", BodyPublishers.ofString(body), TestFrontu.KEY, headers);
    }

    /** Without a body. */
    static Sent empty(String method, String path, String... headers) {
        return of(method, path, null, BodyPublishers.noBody(), TestFrontu.KEY, headers);
    }

    static Sent of(String method, String path, String type, BodyPublisher body, String key, String... headers) {
        return sending(method, path, type, body, key, headers).join();
    }

    static CompletableFuture<Sent> sending(
            String method, String path, String type, BodyPublisher body, String key, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .method(method, body)
                .header("Authorization", "Bearer " + key);
        if (type != null) {
            request.header("Content-Type", type);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Sent::of);
    }

    private static Sent of(HttpResponse<String> answer) {
        try {
            var body = answer.body().isEmpty() ? MissingNode.getInstance() : ExactJson.ANSWERS.readTree(answer.body());
            return new Sent(answer.statusCode(), body, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String header(String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    String text(String pointer) {
        return body.at(pointer).asText();
    }

    /** Asserts that it was refused so, with a problem document. */
    Sent refused(int expected, String slug) {
        assertThat(status).as(answer.body()).isEqualTo(expected);
        assertThat(text("/type")).isEqualTo("urn:frontu-gateway:" + slug);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(text("/detail")).isNotEmpty();
        return this;
    }

    /** Asserts that it was answered so. */
    Sent is(int expected) {
        assertThat(status).as(answer.body()).isEqualTo(expected);
        return this;
    }
}
