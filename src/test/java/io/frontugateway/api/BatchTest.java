package io.frontugateway.api;

import static io.frontugateway.api.Sent.empty;
import static io.frontugateway.api.Sent.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class BatchTest {
    private final String prefix = "B-" + UUID.randomUUID() + "-";

    @Test
    void items_areAnsweredInTheirOrder_andABadOneStopsNoOther() {
        var body = "[{\"systemId\":\"" + prefix + "0\",\"title\":\"A\"},7,{\"title\":5},{\"systemId\":\"" + prefix
                + "3\",\"title\":\"B\"}]";

        var answer = json("POST", "/v1/clients/batch", body).is(202);

        assertThat(answer.body().get("items")).hasSize(4);
        assertThat(answer.text("/items/0/operation/systemId")).isEqualTo(prefix + "0");
        assertThat(answer.text("/items/1/problem/type")).isEqualTo("urn:frontu-gateway:invalid-body");
        assertThat(answer.text("/items/2/problem/errors/0/pointer")).isEqualTo("/title");
        var last = empty("GET", "/v1/operations/" + answer.text("/items/3/operation/id") + "?wait=30");
        assertThat(last.text("/result/systemId")).isEqualTo(prefix + "3");
    }

    @Test
    void preferences_areSaidToBeHonoured_asFarAsTheyAre() {
        var answer = json("POST", "/v1/clients/batch", "[{\"title\":\"A\"}]", "Prefer", "no-merge, wait=5")
                .is(202);

        assertThat(answer.header("Preference-Applied")).isEqualTo("no-merge");
    }

    @Test
    void lines_areTakenToo_withBlankAndBrokenOnesAmongThem() {
        var lines = "\n{\"title\":\"A\"}\r\n\n{broken\n{\"title\":\"B\"}";

        var answer = Sent.of(
                        "POST",
                        "/v1/clients/batch",
                        "application/x-ndjson",
                        BodyPublishers.ofString(lines),
                        TestFrontu.KEY)
                .is(202);

        assertThat(answer.body().get("items")).hasSize(3);
        assertThat(answer.body().at("/items/0/operation").isObject()).isTrue();
        assertThat(answer.text("/items/1/problem/type")).isEqualTo("urn:frontu-gateway:invalid-body");
        assertThat(answer.body().at("/items/2/operation").isObject()).isTrue();
    }

    @Test
    void keyOfABatch_standsForEachOfItsPlaces() {
        var body = "[{\"title\":\"A\"},{\"title\":\"A\"}]";
        var first = json("POST", "/v1/clients/batch", body, "Idempotency-Key", prefix)
                .is(202);
        var again = json("POST", "/v1/clients/batch", body, "Idempotency-Key", prefix)
                .is(202);
        var other =
                json("POST", "/v1/clients/batch", "[{\"title\":\"A\"},{\"title\":\"B\"}]", "Idempotency-Key", prefix);

        assertThat(again.body().findValuesAsText("id")).isEqualTo(first.body().findValuesAsText("id"));
        assertThat(first.text("/items/0/operation/id")).isNotEqualTo(first.text("/items/1/operation/id"));
        assertThat(other.text("/items/0/operation/id")).isEqualTo(first.text("/items/0/operation/id"));
        assertThat(other.text("/items/1/problem/type")).isEqualTo("urn:frontu-gateway:idempotency-key-reused");
    }

    @Test
    void emptyBatch_isAcceptedAsNothing() {
        assertThat(json("POST", "/v1/clients/batch", "[]").is(202).body().get("items"))
                .isEmpty();
    }
}
