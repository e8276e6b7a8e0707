package io.frontugateway.simulator;

import java.util.Comparator;

/** Builds the seeded company. */
final class Company {
    private Company() {}

    /** A new store with the same rows and guids at each call with the same sizes. */
    static Store build(SimulatorSettings settings) {
        Store store = new Store();
        Seed seed = new Seed(store);
        SeedGround.sow(seed);
        SeedCustomers.sow(seed, settings.clients(), settings.workspaces());
        SeedTasks.sow(seed, settings.tasks());
        // Frontu shows the history oldest first, over all tasks.
        store.table(Types.STATUS_HISTORY).entities.sort(Comparator.comparingLong(entry -> entry.current.created));
        return store;
    }
}
