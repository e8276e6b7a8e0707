package io.frontugateway.writes;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.queue.Operation.Action;
import io.frontugateway.queue.Submission;
import io.frontugateway.queue.Submission.Answering;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.queue.Submission.Submitter;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class PassedWritesTest {
    private static final String BASE = "/client/api/v2";

    private final PassedWrites writes = new PassedWrites(CatalogueLoader.load(Optional::empty));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"guid\":\"g\",\"systemId\":5,\"client\":\"c\"}",
                "application/x-www-form-urlencoded; charset=utf-8 | guid=g&systemId=5&client=c",
                "multipart/form-data; boundary=b | `--b\r\nContent-Disposition: form-data; name=\"guid\"\r\n\r\ng\r\n--b\r\nContent-Disposition: form-data; name=\"systemId\"\r\n\r\n5\r\n--b\r\nContent-Disposition: form-data; name=\"client\"\r\n\r\nc\r\n--b--`",
            })
    void everyForm_keepsItsPlace_andIsSentAsItCame(String type, String body) {
        var write = of("/workspaces", type, body);

        assertThat(write.resource()).isEqualTo("workspaces");
        assertThat(write.guid()).isEqualTo("g");
        assertThat(write.systemId()).isEqualTo("5");
        assertThat(write.related()).containsExactly(new Related("clients", "c", "c"));
        assertThat(write.request().body().toString()).isEqualTo(body);
        assertThat(write.request().contentType()).isEqualTo(type);
        assertThat(write.request().target()).isEqualTo(BASE + "/workspaces?x=1");
        assertThat(write.answer()).isEqualTo(Answering.VERBATIM);
        assertThat(write.mergeable()).isFalse();
        assertThat(write.repeatable()).isTrue();
    }

    @Test
    void bodyWithoutIdentity_isNotRepeated() {
        assertThat(of("/clients", "application/json", "{\"title\":\"T\"}").repeatable())
                .isFalse();
        assertThat(of("/clients", "application/json", "{broken").repeatable()).isFalse();
        assertThat(of("/clients", "application/json", "[]").repeatable()).isFalse();
    }

    @Test
    void unknownPath_isQueuedWithoutAPlace() {
        var write = of("/something/new", "application/json", "{\"guid\":\"g\"}");

        assertThat(write.resource()).isEqualTo(PassedWrites.NO_RESOURCE);
        assertThat(write.guid()).isNull();
        assertThat(write.repeatable()).isFalse();
    }

    @Test
    void copy_waitsForWhatItNames() {
        var write = of("/note/copy", "application/json", "{\"note\":\"n\",\"task\":\"t\"}");

        assertThat(write.action()).isEqualTo(Action.COPY);
        assertThat(write.repeatable()).isFalse();
        assertThat(write.related())
                .containsExactlyInAnyOrder(new Related("notes", "n", "n"), new Related("tasks", "t", "t"));
    }

    @Test
    void formsWithFiles_flow() {
        var multipart = "multipart/form-data; boundary=b";

        assertThat(writes.flows(BASE + "/files/upload", multipart)).isTrue();
        assertThat(writes.flows(BASE + "/images", multipart)).isTrue();
        assertThat(writes.flows(BASE + "/clients", multipart)).isFalse();
        assertThat(writes.flows(BASE + "/files/upload", "application/json")).isFalse();
        assertThat(writes.upload(BASE + "/files/task_request/upload"))
                .hasValueSatisfying(upload -> assertThat(upload.ownerPart()).isEqualTo("taskRequest"));
        assertThat(writes.resource(BASE + "/evaluations/forms")).isEqualTo("evaluation-forms");
    }

    private Submission of(String path, String type, String body) {
        var writer = new Writer("default", new Submitter("billing", 1, 100), null, true);
        return writes.of(writer, BASE + path, BASE + path + "?x=1", type, Buffer.buffer(body));
    }
}
