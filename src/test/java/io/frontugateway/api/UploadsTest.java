package io.frontugateway.api;

import static io.frontugateway.api.Sent.empty;
import static io.frontugateway.api.Sent.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class UploadsTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String END = "\r\n--b--\r\n";
    private static final int LARGEST = 100 << 20;

    @Test
    void file_goesToWhatItNames_andCanBeReadBack() {
        var task = empty("GET", "/v1/tasks?limit=1").text("/items/0/guid");

        var stored = upload("/v1/files", BodyPublishers.ofString(owner("task", task) + file("file") + "content" + END))
                .is(201);

        assertThat(stored.text("/task/guid")).isEqualTo(task);
        assertThat(stored.header("Location")).isEqualTo("/v1/files/" + stored.text("/guid"));
        TestFrontu.gateway()
                .get(stored.header("Location") + "/content")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.is("content"));
    }

    @Test
    void ownerBehindTheFile_isFoundWhereTheFileIsSmall() {
        var request = empty("GET", "/v1/task-requests?limit=1").text("/items/0/guid");

        var stored = upload(
                        "/v1/files",
                        BodyPublishers.ofString(
                                file("file") + "content\r\n" + owner("taskRequest", request) + "--b--\r\n"))
                .is(201);

        assertThat(stored.text("/taskRequest/guid")).isEqualTo(request);
    }

    @Test
    void image_isAnUploadToo() {
        var task = empty("GET", "/v1/tasks?limit=1").text("/items/0/guid");

        upload("/v1/images", BodyPublishers.ofString(owner("task", task) + file("image") + "pixels" + END))
                .is(201);
    }

    @Test
    void upload_waitsForTheWritesToItsOwner() {
        var systemId = "U-" + UUID.randomUUID();
        json("PUT", "/v1/clients/by-system-id/C-" + systemId, "{\"title\":\"C\"}");
        json(
                "POST",
                "/v1/task-requests",
                "{\"title\":\"R\",\"systemId\":\"" + systemId + "\",\"client\":\"C-" + systemId + "\"}");

        var stored = upload(
                        "/v1/files",
                        BodyPublishers.ofString(owner("taskRequest", systemId) + file("file") + "content" + END))
                .is(201);

        assertThat(stored.text("/taskRequest/systemId")).isEqualTo(systemId);
    }

    @Test
    void uploadThatNamesNothing_isRefused_andSoIsWhatIsNoMultipart() {
        upload("/v1/files", BodyPublishers.ofString(file("file") + "content" + END))
                .refused(422, "invalid-entity");
        upload("/v1/files", BodyPublishers.ofString("no parts")).refused(400, "invalid-body");
        upload("/v1/files", BodyPublishers.ofString(owner("task", "no-such-task") + file("file") + "content" + END))
                .refused(422, "frontu-refused");
    }

    @Test
    void fileOf100MiB_flows_andOneByteMoreIsTooLarge() {
        var task = empty("GET", "/v1/tasks?limit=1").text("/items/0/guid");

        var stored = upload("/v1/files", large(task, LARGEST)).is(201);
        upload("/v1/files", large(task, LARGEST + 1)).refused(413, "too-large");

        assertThat(stored.text("/originalName")).isEqualTo("a.txt");
        TestFrontu.simulator().post("/_simulator/reset").then().statusCode(200);
    }

    private static Sent upload(String path, BodyPublisher body) {
        return Sent.of("POST", path, TYPE, body, TestFrontu.KEY);
    }

    private static BodyPublisher large(String task, int bytes) {
        return BodyPublishers.ofInputStream(() -> new SequenceInputStream(java.util.Collections.enumeration(
                List.of(stream(owner("task", task) + file("file")), zeros(bytes), stream(END)))));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream zeros(int bytes) {
        return new InputStream() {
            private int left = bytes;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (left <= 0) {
                    return -1;
                }
                int some = Math.min(left, length);
                left -= some;
                java.util.Arrays.fill(into, from, from + some, (byte) 0);
                return some;
            }
        };
    }

    private static String owner(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n";
    }
}
