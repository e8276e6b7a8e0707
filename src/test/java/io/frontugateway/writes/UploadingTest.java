package io.frontugateway.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Submission.Related;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadingTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load(Optional::empty);
    private static final String FILE =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n";

    private final Uploading uploading = Uploading.of(
            "files",
            CATALOGUE.find("files").orElseThrow().operations().uploads(),
            "multipart/form-data; charset=utf-8; boundary=\"b\"");

    @Test
    void ownerBeforeTheFile_isFoundAsSoonAsBothAreThere() {
        var begin = part("task", "T-1") + FILE;

        assertThat(look(part("task", "T-1"), false)).isEmpty();
        assertThat(look(begin + "half of", false)).hasValueSatisfying(way -> {
            assertThat(way.upload().path()).isEqualTo("/files/upload");
            assertThat(way.owner()).contains(new Related("tasks", "T-1", "T-1"));
            assertThat(way.fileBegins()).isEqualTo(begin.length());
        });
    }

    @Test
    void ownerBehindTheFile_isFoundWhenItComes() {
        assertThat(look(FILE + "content", false)).isEmpty();
        assertThat(look(FILE + "content\r\n" + part("taskRequest", "R-ž") + "--b--\r\n", true))
                .hasValueSatisfying(way -> {
                    assertThat(way.upload().path()).isEqualTo("/files/task_request/upload");
                    assertThat(way.owner()).contains(new Related("task-requests", "R-ž", "R-ž"));
                });
    }

    @Test
    void uploadThatNamesNoOwnerOrTwo_isRefused() {
        assertRefused(FILE + "content\r\n--b--\r\n", Reason.INVALID_ENTITY);
        assertRefused(part("task", "a") + part("taskRequest", "b") + FILE, Reason.INVALID_ENTITY);
        assertRefused(part("task", "") + FILE + "\r\n--b--", Reason.INVALID_ENTITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "--c\r\n\r\n", "--b--\r\n"})
    void whatHasNoParts_isRefused(String body) {
        assertRefused(body, Reason.INVALID_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "multipart/form-data", "multipart/mixed; boundary=b"})
    void anotherType_isNotTaken(String type) {
        assertThatThrownBy(() -> Uploading.of("files", List.of(), type))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().reason()).isEqualTo(Reason.UNSUPPORTED_MEDIA_TYPE));
    }

    private Optional<Uploading.Way> look(String body, boolean whole) {
        return uploading.look(Buffer.buffer(body), whole);
    }

    private void assertRefused(String body, Reason reason) {
        assertThatThrownBy(() -> look(body, true))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().reason()).isEqualTo(reason));
    }

    private static String part(String name, String value) {
        return "--b\r\ncontent-disposition: form-data; name=" + name + "\r\n\r\n" + value + "\r\n";
    }
}
