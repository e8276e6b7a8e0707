package io.frontugateway.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients with their workspaces, persons, equipment and stock. */
final class SeedCustomers {
    private SeedCustomers() {}

    static void sow(Seed seed, int clients, int workspaces) {
        for (int i = 0; i < clients; i++) {
            client(seed, i, clients);
        }
        List<Entity> owners = seed.store.table(Types.CLIENT).entities;
        for (int i = 0; i < workspaces; i++) {
            workspace(seed, i, workspaces, owners.get(i % clients));
        }
        for (int i = 0; i < workspaces; i++) {
            equipment(seed, i, workspaces);
        }
        for (int i = 0; i < Math.min(workspaces, 200); i++) {
            remains(seed, i);
        }
    }

    private static void client(Seed seed, int i, int count) {
        boolean firm = i % 5 != 4;
        String title = firm
                ? seed.pick(Words.FORMS) + " " + seed.pick(Words.TRADES) + " " + (i + 1)
                : seed.pick(Words.FIRST_NAMES) + " " + seed.pick(Words.LAST_NAMES);
        String code = Integer.toString(300_000_000 + i * 7919);
        Entity client = seed.plan(Types.CLIENT)
                .set("title", title)
                .set("address", seed.pick(Words.STREETS) + " " + seed.between(1, 140))
                .set("city", seed.pick(Words.CITIES))
                .set("phone", "+3706" + (1_000_000 + i * 2713))
                .set("email", i % 7 == 6 ? null : "office" + (i + 1) + "@customer.example")
                .set("creditStatus", i % 3 == 0 ? seed.pick(Types.CREDIT_STATUS) : null)
                .set("companyCode", firm ? code : null)
                .set("companyVatCode", firm ? "LT" + code : null)
                .set("note", i % 4 == 0 ? seed.pick(Words.NOTES) : null)
                .set("clientType", firm ? 2 : 1)
                .set("customValues", value(seed, Types.CLIENT_FIELD, i % 3 == 1, "CN-" + i))
                .systemId(i % 6 == 5 ? null : "CUST-" + (1000 + i))
                .at(seed.moment(i, count * 2))
                .changed(seed.moment(seed.number(count), count))
                .archived(i % 20 == 19)
                .add();
        person(seed, i, count, client);
    }

    private static void person(Seed seed, int i, int count, Entity client) {
        seed.plan(Types.RESPONSIBLE_PERSON)
                .set("firstName", seed.pick(Words.FIRST_NAMES))
                .set("lastName", i % 9 == 8 ? null : seed.pick(Words.LAST_NAMES))
                .set("email", "person" + (i + 1) + "@customer.example")
                .set("phone", i % 3 == 0 ? null : "+3706" + (2_000_000 + i * 1931))
                .set("client", client)
                .systemId(i % 4 == 3 ? null : "PERS-" + (1 + i))
                .at(seed.moment(i, count))
                .add();
    }

    private static void workspace(Seed seed, int i, int count, Entity client) {
        Entity workspace = seed.plan(Types.WORKSPACE)
                .set("title", Words.SITES.get(i % Words.SITES.size()) + ", " + client.current.get("city"))
                .set("client", client)
                .set("address", client.current.get("address"))
                .set("city", client.current.get("city"))
                .set("serialNumber", i % 2 == 0 ? "SN" + (70_000 + i) : null)
                .set("customValues", value(seed, Types.WORKSPACE_FIELD, i % 4 == 1, "#" + (1000 + i)))
                .systemId(i % 6 == 5 ? null : "OBJ-" + (5000 + i))
                .at(seed.moment(i, count))
                .archived(i % 25 == 24)
                .add();
        if (i % 2 == 0) {
            seed.plan(Types.WORKSPACE_PERSON)
                    .set("responsiblePerson", seed.pick(Types.RESPONSIBLE_PERSON))
                    .set("workspace", workspace)
                    .at(seed.moment(i, count))
                    .add();
        }
        if (i % 10 == 0) {
            caution(seed, workspace, "PIP" + (1 + i / 10 % 3), null);
            caution(seed, workspace, "INFO", null);
        }
    }

    static void caution(Seed seed, Entity workspace, String severity, @Nullable Entity task) {
        seed.plan(Types.CAUTION_CODE)
                .set("severity", severity)
                .set("title", "Caution " + severity)
                .set("workspace", workspace)
                .set("task", task)
                .add();
    }

    private static void equipment(Seed seed, int i, int count) {
        Entity model = seed.pick(Types.EQUIPMENT_MODEL);
        Entity equipment = seed.plan(Types.EQUIPMENT)
                .set("title", model.title() + " no. " + (i + 1))
                .set("code", "EQ" + (10_000 + i))
                .set("workspace", seed.store.table(Types.WORKSPACE).entities.get(i))
                .set("equipmentModel", model)
                .set("serialNumber", Integer.toString(40_000_000 + i * 31))
                .set("customValues", value(seed, Types.EQUIPMENT_FIELD, i % 2 == 0, Integer.toString(5 + i % 40)))
                .systemId(i % 5 == 4 ? null : "EQ-" + i)
                .at(seed.moment(i, count))
                .add();
        if (i % 3 == 0) {
            seed.plan(Types.EQUIPMENT_ACTION)
                    .set("title", "Serviced")
                    .set("equipment", equipment)
                    .at(seed.moment(i, count))
                    .add();
        }
    }

    private static void remains(Seed seed, int i) {
        seed.plan(Types.REMAINS)
                .set("standartizedMaterial", seed.pick(Types.STANDARTIZED_MATERIAL))
                .set("quantity", seed.between(0, 80))
                .set("serialNumber", i % 3 == 0 ? "LOT" + i : null)
                .set("workspace", seed.pick(Types.WORKSPACE))
                .systemId(i % 2 == 0 ? "REM-" + i : null)
                .at(seed.moment(i, 200))
                .add();
    }

    /** A value of the first custom field of {@code type}, or none. */
    static @Nullable CustomValues value(Seed seed, EntityType type, boolean present, String value) {
        return present ? new CustomValues(Map.of(seed.store.table(type).entities.get(0), value)) : null;
    }
}
