package io.frontugateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxOptions;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    @Test
    void loops_areAsManyAsCores_andTwoAtLeast() {
        var options = new VertxOptions().setEventLoopPoolSize(100);

        new EventLoops(OptionalInt.empty()).accept(options);

        assertThat(options.getEventLoopPoolSize())
                .isEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void chosenNumber_stands() {
        var options = new VertxOptions().setEventLoopPoolSize(7);

        new EventLoops(OptionalInt.of(7)).accept(options);

        assertThat(options.getEventLoopPoolSize()).isEqualTo(7);
    }
}
