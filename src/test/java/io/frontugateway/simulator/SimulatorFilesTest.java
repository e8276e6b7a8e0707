package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimulatorFilesTest extends SimulatorTestBase {
    private static HttpResponse<byte[]> download(String path, String... headers) throws Exception {
        var request = api(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String upload(String path, String owner, String ownerGuid, String part) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"" + owner + "\"\r\n\r\n" + ownerGuid
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
        HttpResponse<String> answer = send(api(path)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).getString("guid");
    }

    @Test
    void uploadedFile_comesBack() throws Exception {
        String task = items(get("/tasks?items=1")).get(0).getString("guid");

        String guid = upload("/files/upload", "task", task, "file");

        HttpResponse<byte[]> answer = download("/files/" + guid + "/download");
        assertThat(answer.body()).asString().isEqualTo("hello");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(json(get("/files/" + guid)).getString("originalName")).isEqualTo("a.txt");
        assertThat(objects(json(get("/tasks/full?guid=" + task)).getJsonArray("files")))
                .anyMatch(file -> file.getString("guid").equals(guid));
    }

    @Test
    void requestFilesAndImages_areTaken() throws Exception {
        String request = items(get("/task_requests?items=1")).get(0).getString("guid");
        String task = items(get("/tasks?items=1")).get(0).getString("guid");
        upload("/files/task_request/upload", "taskRequest", request, "file");
        String image = upload("/images/upload", "task", task, "image");

        assertThat(download("/images/" + image + "/download").body()).hasSize(5);
    }

    @Test
    void copiedFile_hasTheSameBytes() throws Exception {
        String file = items(get("/files?items=1")).get(0).getString("guid");
        String task = json(post("/tasks", client("Job", "T-1"))).getString("guid");

        JsonObject copy =
                json(post("/files/copy", new JsonObject().put("file", file).put("task", task)));

        assertThat(download("/files/" + copy.getString("guid") + "/download").body())
                .isEqualTo(download("/files/" + file + "/download").body());
    }

    @Test
    void uploadWithoutAFile_isRefused() throws Exception {
        assertThat(post("/files/upload", new JsonObject().put("task", "none")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void ranges_arePartsOfTheWhole() throws Exception {
        String guid =
                json(admin("POST", "/files", "{\"size\":100001,\"seed\":5}")).getString("guid");
        String path = "/files/" + guid + "/download";
        byte[] whole = download(path).body();

        HttpResponse<byte[]> part = download(path, "Range", "bytes=13-70000");

        assertThat(whole).hasSize(100_001);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 13-70000/100001");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 13, 70_001));
        assertThat(download(path, "Range", "bytes=-5").body()).isEqualTo(Arrays.copyOfRange(whole, 99_996, 100_001));
        assertThat(download(path, "Range", "bytes=99999-").body()).hasSize(2);
        HttpResponse<byte[]> beyond = download(path, "Range", "bytes=100001-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */100001");
    }

    @Test
    void validators_areHonoured() throws Exception {
        String path = "/files/" + items(get("/files?items=1")).get(0).getString("guid") + "/download";
        HttpResponse<byte[]> first = download(path);
        String etag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.headers().firstValue("Last-Modified")).isPresent();
        assertThat(download(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(download(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
        assertThat(download(path, "Range", "bytes=0-9", "If-Range", "\"x\"").statusCode())
                .isEqualTo(200);
        assertThat(download(path, "Range", "bytes=0-9", "If-Range", etag).statusCode())
                .isEqualTo(206);
        assertThat(download("/files/none/download").statusCode()).isEqualTo(404);
    }

    @Test
    void hugeFile_isStreamedAndSeekable() throws Exception {
        long size = 8L << 30;
        String guid = json(admin("POST", "/files", "{\"size\":" + size + "}")).getString("guid");
        String path = "/files/" + guid + "/download";

        HttpResponse<InputStream> answer = http.send(api(path).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(size);
            assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
        }
        assertThat(download(path, "Range", "bytes=" + (size - 3) + "-").body()).hasSize(3);
    }
}
