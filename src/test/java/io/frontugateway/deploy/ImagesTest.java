package io.frontugateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImagesTest {
    static List<Path> dockerfiles() throws IOException {
        try (var files = Files.list(Manifests.DEPLOY.resolve("docker"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("Dockerfile."))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatIsCopied_isAdmittedToTheBuild_andThereOrMadeByTheBuild(Path dockerfile) throws IOException {
        var admitted = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(copied(dockerfile)).isNotEmpty().allSatisfy(source -> {
            assertThat(admitted).contains(source.replaceAll("/$", ""));
            assertThat(source.startsWith("target/") || Files.exists(Path.of(source)))
                    .as(source + " exists")
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void image_runsAsNobodyInParticular_andFromPinnedBases(Path dockerfile) throws IOException {
        var lines = Files.readAllLines(dockerfile);

        assertThat(lines).contains("USER 10001:10001").anyMatch(line -> line.startsWith("HEALTHCHECK"));
        assertThat(lines.stream().filter(line -> line.matches("ARG \\w+_IMAGE=.*")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("ARG \\w+_IMAGE=[^:]+:[^:]*[0-9].*"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .allSatisfy(line -> assertThat(line).matches("FROM \\$\\{\\w+_IMAGE}( AS \\w+)?"));
    }

    /** Sources in the build's context; what is copied from another stage was made there. */
    private static Stream<String> copied(Path dockerfile) throws IOException {
        return Files.readAllLines(dockerfile).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.substring("COPY ".length()).split(" "))
                .flatMap(words -> Arrays.stream(words, 0, words.length - 1))
                .filter(word -> !word.startsWith("--"));
    }
}
