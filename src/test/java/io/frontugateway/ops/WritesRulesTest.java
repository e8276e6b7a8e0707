package io.frontugateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.queue.WritesConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritesRulesTest {
    private static List<String> faults(String setting, String value) {
        var writes = new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(WritesConfig.class, "gateway.writes")
                .withDefaultValue("gateway.writes." + setting, value)
                .build()
                .getConfigMapping(WritesConfig.class, "gateway.writes");
        return WritesRules.faults(writes, Set.of("tasks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1M", "63M", "4G"})
    void bytesThatMayBeQueued_areAsFewAsOneLikes(String size) {
        assertThat(faults("max-queued-bytes", size)).isEmpty();
    }

    @Test
    void noByteAtAll_isAFault() {
        assertThat(faults("max-queued-bytes", "0"))
                .containsExactly("gateway.writes.max-queued-bytes: must be more than nothing;"
                        + " for example gateway.writes.max-queued-bytes=256M");
    }

    @Test
    void resourceThatTheCatalogueLacks_isAFault() {
        assertThat(faults("resources.tasks.merge", "false")).isEmpty();
        assertThat(faults("resources.taks.merge", "false"))
                .containsExactly("gateway.writes.resources.taks: there is no such resource;"
                        + " for example gateway.writes.resources.tasks.merge=false");
    }
}
