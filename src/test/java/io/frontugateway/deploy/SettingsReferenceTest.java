package io.frontugateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.ops.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of all settings in {@code deploy/README.md} is made from the program, and is what the program has. */
class SettingsReferenceTest {
    private static final Path README = Path.of("deploy", "README.md");
    private static final String BEGIN = "<!-- settings: made by SettingsReferenceTest, -Dsettings.write=true -->\n";
    private static final List<Settings.Setting> SETTINGS = Settings.of("gateway", GatewayConfig.class);
    private static final String END = "<!-- end of settings -->";

    @Test
    void reference_isWhatTheProgramHas() throws IOException {
        var readme = Files.readString(README);
        int from = readme.indexOf(BEGIN) + BEGIN.length();
        int to = readme.indexOf(END);
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(README, readme.substring(0, from) + table() + readme.substring(to));
        } else {
            assertThat(readme.substring(from, to))
                    .as("deploy/README.md; mvn test -Dtest=SettingsReferenceTest -Dsettings.write=true makes it anew")
                    .isEqualTo(table());
        }
    }

    @Test
    void everySetting_isDocumented() {
        assertThat(SETTINGS)
                .allSatisfy(setting ->
                        assertThat(setting.meaning()).as(setting.name()).isNotEmpty());
    }

    private static String table() {
        return "| setting | type | default | meaning |\n|---|---|---|---|\n"
                + SETTINGS.stream()
                        .map(one -> "| `" + one.name() + "` | " + one.type() + " | " + one.fallback() + " | "
                                + one.meaning() + " |\n")
                        .collect(Collectors.joining());
    }
}
