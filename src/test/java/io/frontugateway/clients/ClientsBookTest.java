package io.frontugateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.CollectedLog;
import io.frontugateway.testing.TestFrontu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsBookTest {
    private static final ClientRules RULES = new ClientRules(Set.of("default"), Set.of("tasks"), 1000);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("clients.yaml");
        Files.writeString(file, entry("billing", "key-sha256: [" + TestFrontu.digest("first") + "]"));
    }

    private static String entry(String name, String... lines) {
        return "clients:\n  " + name + ":\n    " + String.join("\n    ", lines) + "\n";
    }

    private ClientsBook open() {
        assertThat(ClientsBook.faults(Map.of(), Optional.of(file), RULES)).isEmpty();
        return ClientsBook.open(Map.of(), Optional.of(file), RULES);
    }

    private void replaceBy(String content) throws IOException {
        var next = folder.resolve("next.yaml");
        Files.writeString(next, content);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void bothDigests_areAcceptedWhileAKeyIsRotated() throws IOException {
        var book = open();

        replaceBy(entry(
                "billing", "key-sha256:", "  - " + TestFrontu.digest("first"), "  - " + TestFrontu.digest("second")));
        book.look();

        assertThat(book.clients().authenticate("first")).isPresent();
        assertThat(book.clients().authenticate("second"))
                .isEqualTo(book.clients().authenticate("first"));
        assertThat(book.clients().all()).hasSize(1);

        replaceBy(entry("billing", "key-sha256: [" + TestFrontu.digest("second") + "]"));
        book.look();

        assertThat(book.clients().authenticate("first")).isEmpty();
        assertThat(book.clients().authenticate("second")).isPresent();
    }

    @Test
    void digestInCapitals_isTheSameDigest() throws IOException {
        replaceBy(entry("billing", "key-sha256: [" + TestFrontu.digest("first").toUpperCase() + "]"));

        assertThat(open().clients().authenticate("first")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "clients: [",
                "clients:\n  billing:\n    key-sha256: [abc]\n",
                "clients:\n  billing:\n    permissions: ['*:read']\n",
                "clients:\n  billing:\n    key: secret\n",
                "clients:\n  billing:\n    permissions: ['unicorns:read']\n",
                "client:\n  billing: {}\n",
                "just a text",
            })
    void faultyChange_keepsTheLastGoodClients_andIsLogged(String content) throws IOException {
        var book = open();
        replaceBy(content);

        try (var log = CollectedLog.of("io.frontugateway.clients", Level.ALL)) {
            book.look();
            assertThat(log.lines()).anySatisfy(line -> assertThat(line.text()).contains("stay as they were"));
        }

        assertThat(book.clients().authenticate("first")).isPresent();
    }

    @Test
    void guaranteesOfTheFile_fitIntoTheLimit_alsoWhenItChanges() throws IOException {
        var book = open();
        replaceBy(entry("billing", "key-sha256: [" + TestFrontu.digest("second") + "]", "guaranteed: 1001"));

        book.look();

        assertThat(ClientsBook.faults(Map.of(), Optional.of(file), RULES))
                .singleElement()
                .asString()
                .startsWith("gateway.clients: the guaranteed slots add up to 1001");
        assertThat(book.clients().authenticate("first")).isPresent();
        assertThat(book.clients().authenticate("second")).isEmpty();
    }

    @Test
    void fileThatIsGone_keepsTheClients_untilItIsBack() throws IOException {
        var book = open();
        Files.delete(file);
        book.look();
        assertThat(book.clients().authenticate("first")).isPresent();

        replaceBy(entry("billing", "key-sha256: [" + TestFrontu.digest("second") + "]"));
        book.look();
        assertThat(book.clients().authenticate("second")).isPresent();
    }

    @Test
    void linkThatIsSetAnew_isAChange() throws IOException {
        // As Kubernetes replaces a mounted Secret: the path stays, and a link on the way is exchanged.
        var other = folder.resolve("other.yaml");
        Files.writeString(other, entry("billing", "key-sha256: [" + TestFrontu.digest("third") + "]"));
        var link = folder.resolve("link.yaml");
        Files.createSymbolicLink(link, file);
        file = link;
        var book = open();

        Files.delete(link);
        Files.createSymbolicLink(link, other);
        book.look();

        assertThat(book.clients().authenticate("third")).isPresent();
    }
}
