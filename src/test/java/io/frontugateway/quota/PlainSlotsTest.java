package io.frontugateway.quota;

import io.frontugateway.upstream.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The reference keeps the contract itself. */
class PlainSlotsTest extends SlotsContract {
    private final List<PlainSlots> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(PlainSlots::close);
    }

    @Override
    Slots slots(int limit, Duration window) {
        var slots = new PlainSlots(limit, window, Duration.ofSeconds(10));
        opened.add(slots);
        return slots;
    }
}
