package io.frontugateway.simulator;

import io.frontugateway.simulator.Members.BadSetting;
import io.vertx.core.json.JsonObject;

/** Everything that a reset replaces: the company, the switches, the counts and the records. */
final class World {
    final Store store;
    final RateLimit limit;
    final Faults faults;
    final Writer writer;
    final Routes routes;
    final Recorder recorder = new Recorder();
    final Usage usage = new Usage();
    private final Switches initial;
    private Switches switches;

    World(Store store, SimulatorSettings settings, Writer.Delay delay) {
        this.store = store;
        this.initial = Switches.initial(settings);
        this.switches = initial;
        this.limit = new RateLimit(initial);
        this.faults = new Faults(initial);
        this.writer = new Writer(store, this::switches, delay);
        this.routes = new Routes(store, writer, this::switches);
    }

    Switches switches() {
        return switches;
    }

    void change(JsonObject patch) throws BadSetting {
        Switches next = switches.patched(patch, initial);
        limit.use(next);
        faults.use(next);
        switches = next;
    }
}
