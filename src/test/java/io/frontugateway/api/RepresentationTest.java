package io.frontugateway.api;

import static io.frontugateway.api.PlainHttp.field;
import static io.frontugateway.api.PlainHttp.get;
import static io.frontugateway.api.PlainHttp.send;
import static io.frontugateway.api.PlainHttp.text;
import static io.frontugateway.api.PlainHttp.unpacked;
import static io.frontugateway.testing.TestFrontu.simulator;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codings, validators and heads of cacheable answers, over real HTTP. Section numbers are those of RFC 9110. */
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class RepresentationTest {
    private static final String VARY = "Authorization, X-Api-Key, Frontu-Account, Accept, Accept-Encoding";

    private String task = "";

    @BeforeEach
    void resetSimulator() {
        simulator().post("/_simulator/reset").then().statusCode(200);
        var page = text(get("/v1/tasks?limit=1"));
        task = "/v1/tasks/" + page.replaceAll(".*?\"guid\":\"([^\"]+)\".*", "$1") + "/full";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/clients?limit=50", "/v1/resources"})
    void answer_saysAllThatItsFreshnessDependsOn(String path) {
        var answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(field(answer, "ETag")).matches("\"[\\w-]+\"");
        assertThat(field(answer, "Age")).matches("\\d+");
        assertThat(field(answer, "Cache-Control")).matches("private, max-age=\\d+");
        assertThat(field(answer, "Vary")).isEqualTo(VARY);
        assertThat(field(answer, "Cache-Status")).startsWith("frontu-gateway; ");
        assertThat(field(answer, "Content-Length")).isEqualTo(Integer.toString(answer.body().length));
    }

    /** 8.8.3.3: a strong tag belongs to one sequence of bytes, so each coding has its own. */
    @Test
    void coding_isNegotiated_andHasATagOfItsOwn() {
        var plain = get(task);
        var packed = get(task, "Accept-Encoding", "br, gzip;q=0.8");

        assertThat(field(plain, "Content-Encoding")).isEmpty();
        assertThat(field(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unpacked(packed)).isEqualTo(text(plain));
        assertThat(field(packed, "ETag")).startsWith("\"").isNotEqualTo(field(plain, "ETag"));
        assertThat(field(packed, "Content-Length")).isEqualTo(Integer.toString(packed.body().length));
    }

    /** 12.5.3: nothing is sent that is ruled out. */
    @Test
    void whoTakesNoCodingThatIsOffered_isRefused() {
        var answer = get(task, "Accept-Encoding", "br, *;q=0");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(text(answer)).contains("urn:frontu-gateway:not-acceptable");
    }

    /** 12.5.3: a short document is compressed, too, for those who do not take it as it is. */
    @Test
    void whoTakesGzipOnly_getsGzip() {
        var answer = get("/v1/credit-statuses?limit=1", "Accept-Encoding", "gzip, identity;q=0");

        assertThat(field(answer, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unpacked(answer)).startsWith("{\"items\":[");
    }

    /** 13.1.2 and 15.4.5: the caller holds it, so the head alone is sent, with the fields that a cache needs. */
    @Test
    void heldDocument_isNotSentAgain() {
        for (var coding : List.of("identity", "gzip")) {
            var first = get(task, "Accept-Encoding", coding);
            for (var tags : List.of(
                    field(first, "ETag"), "W/" + field(first, "ETag"), "\"forged\", " + field(first, "ETag"), "*")) {
                var again = get(task, "Accept-Encoding", coding, "If-None-Match", tags);

                assertThat(again.statusCode()).as(tags).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(field(again, "ETag")).isEqualTo(field(first, "ETag"));
                assertThat(field(again, "Vary")).isEqualTo(VARY);
                assertThat(field(again, "Cache-Control")).isEqualTo(field(first, "Cache-Control"));
                assertThat(field(again, "Cache-Status")).startsWith("frontu-gateway; ");
                assertThat(field(again, "Age")).matches("\\d+");
                assertThat(again.headers().map()).doesNotContainKeys("content-type", "content-encoding");
            }
        }
    }

    /** A document held in one coding is held, whichever coding is asked for now, and the 304 names the one that is held. */
    @Test
    void heldInAnotherCoding_isHeldToo() {
        var plain = field(get(task), "ETag");
        var again = get(task, "Accept-Encoding", "gzip", "If-None-Match", plain);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(field(again, "ETag")).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"forged\"", "forged", "\"", "W/\"\"", "\"*\"", "\"a\",,\"b"})
    void forgedTags_matchNothing(String tags) {
        assertThat(get(task, "If-None-Match", tags).statusCode()).isEqualTo(200);
    }

    /** 13.2.1: conditions are judged only where the answer would be a success. */
    @Test
    void refusals_areNotConditional() {
        var answer = get("/v1/tasks/no-such-guid", "If-None-Match", "*");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(field(answer, "Cache-Control")).isEqualTo("no-store");
    }

    /** 13.1.3: without a date of modification, conditions on it are passed over; 14.2: so are ranges that are not offered. */
    @Test
    void otherConditionsAndRanges_arePassedOver() {
        var answer = get(
                task,
                "If-Modified-Since",
                "Sat, 01 Jan 2050 00:00:00 GMT",
                "If-Match",
                "\"other\"",
                "Range",
                "bytes=0-1");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** 9.3.2: the head of GET, whatever the coding or condition. */
    @Test
    void head_isThatOfGet() {
        var get = get(task, "Accept-Encoding", "gzip");
        var head = send("HEAD", task, "Accept-Encoding", "gzip");
        var held = send("HEAD", task, "If-None-Match", field(get, "ETag"));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (var name :
                List.of("ETag", "Content-Length", "Content-Encoding", "Content-Type", "Vary", "Cache-Control")) {
            assertThat(field(head, name)).as(name).isEqualTo(field(get, name));
        }
        assertThat(held.statusCode()).isEqualTo(304);
    }

    /** 12.5.1: what Accept rules out is refused before anything is asked or looked up. */
    @Test
    void acceptThatRulesJsonOut_isRefused() {
        assertThat(get(task, "Accept", "application/json;q=0, */*").statusCode())
                .isEqualTo(406);
        assertThat(get(task, "Accept", "text/html, application/*;q=0.1").statusCode())
                .isEqualTo(200);
    }
}
