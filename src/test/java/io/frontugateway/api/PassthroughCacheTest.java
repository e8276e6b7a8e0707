package io.frontugateway.api;

import static io.frontugateway.api.PlainHttp.field;
import static io.frontugateway.testing.TestFrontu.faulty;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The passthrough in front of its cache. Kept answers are stale at once in these tests, so those who want them say so. */
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class PassthroughCacheTest {
    private static final String PATH = "/client/api/v2/clients?items=1";
    private static final String BODY = "{ \"next_page\": 0 , \"items\": [] }";

    @BeforeEach
    void answer() {
        faulty().always(FaultyFrontu.json(200, BODY));
    }

    @Test
    void document_isPassedOnVerbatim_withValidatorsAndAge() {
        var answer = get(PATH);

        assertThat(PlainHttp.text(answer)).isEqualTo(BODY);
        assertThat(field(answer, "ETag")).isNotEmpty();
        assertThat(field(answer, "Age")).isEqualTo("0");
        assertThat(field(answer, "Cache-Status"))
                .matches("frontu-gateway; fwd=(uri-miss|stale); fwd-status=200; stored");
        assertThat(get(PATH, "If-None-Match", field(answer, "ETag")).statusCode())
                .isEqualTo(304);
    }

    @Test
    void keptDocument_isServedWithoutAsking() {
        var path = PATH + "&kept=1";
        get(path);
        faulty().always(FaultyFrontu.json(200, "{\"other\":1}"));

        var kept = get(path, "Cache-Control", "max-stale");
        assertThat(PlainHttp.text(kept)).isEqualTo(BODY);
        assertThat(field(kept, "Cache-Status")).matches("frontu-gateway; hit; ttl=-?\\d+");
        assertThat(PlainHttp.text(get(path, "Cache-Control", "no-cache"))).isEqualTo("{\"other\":1}");
    }

    @Test
    void onlyIfCached_neverAsks_forAPartEither() {
        assertThat(get(PATH, "Cache-Control", "only-if-cached", "Range", "bytes=0-1")
                        .statusCode())
                .isEqualTo(504);
    }

    @Test
    void onlyIfCached_neverAsks() {
        var answer = get(PATH + "&never=1", "Cache-Control", "only-if-cached");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(PlainHttp.text(answer)).contains("not-cached").contains("\"message\"");
    }

    @Test
    void noStore_isNotKept() {
        var path = PATH + "&unkept=1";
        assertThat(field(get(path, "Cache-Control", "no-store"), "Cache-Status"))
                .doesNotContain("stored");

        assertThat(get(path, "Cache-Control", "only-if-cached, max-stale").statusCode())
                .isEqualTo(504);
    }

    @Test
    void credentialInTheQuery_isNoPartOfTheKey() {
        var path = PATH + "&shared=1";
        get(path);

        var shared = get(path + "&access_token=" + TestFrontu.KEY, "Cache-Control", "only-if-cached, max-stale");
        assertThat(shared.statusCode()).isEqualTo(200);
        assertThat(faulty().arrivals()).noneMatch(arrival -> arrival.uri().contains("access_token"));
    }

    @Test
    void refusals_andOtherThanJson_passByUncached() {
        faulty().always(FaultyFrontu.json(404, "{\"message\":\"no\"}"));
        var refused = get(PATH + "&refused=1");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(PlainHttp.text(refused)).isEqualTo("{\"message\":\"no\"}");

        faulty().always(FaultyFrontu.json(200, BODY));
        assertThat(field(get(PATH + "&refused=1", "Range", "bytes=0-1"), "Cache-Status"))
                .isEmpty();
    }

    @Test
    void longRefusal_isPassedOnToItsEnd() {
        var body = "{\"message\":\"%s\"}".formatted("no ".repeat(300_000));
        faulty().always(FaultyFrontu.json(404, body));

        var refused = get(PATH + "&long=1");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(PlainHttp.text(refused)).isEqualTo(body);
    }

    private static HttpResponse<byte[]> get(String path, String... fields) {
        var all = new String[fields.length + 2];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Frontu-Account";
        all[fields.length + 1] = "faulty";
        return PlainHttp.get(path, all);
    }
}
