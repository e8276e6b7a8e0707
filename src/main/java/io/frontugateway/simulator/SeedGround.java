package io.frontugateway.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a company has before its first customer: people, catalogues, definitions and reasons. */
final class SeedGround {
    private SeedGround() {}

    static void sow(Seed seed) {
        titles(seed, Types.CREDIT_STATUS, List.of("Good", "Prepayment only", "Blocked"), "CS-");
        titles(seed, Types.MATERIAL_TYPE, Words.UNITS, "MT-");
        titles(seed, Types.TASK_TYPE, Words.TASK_TYPES, "TT-");
        titles(seed, Types.STOP_REASON, Words.REASONS, "SR-");
        titles(seed, Types.EQUIPMENT_MODEL, Words.MODELS, "EM-");
        titles(seed, Types.REGION, Words.REGIONS, "REG-");
        customFields(seed);
        users(seed, 40);
        materials(seed, 160);
        works(seed, 60);
        places(seed, 50);
        forms(seed);
    }

    private static void titles(Seed seed, EntityType type, List<String> titles, String prefix) {
        for (int i = 0; i < titles.size(); i++) {
            seed.plan(type)
                    .set("title", titles.get(i))
                    .systemId(i % 4 == 3 ? null : prefix + (i + 1))
                    .at(seed.moment(i, 400))
                    .add();
        }
    }

    private static void customFields(Seed seed) {
        customField(seed, Types.CLIENT_FIELD, "Contract number", 0, null);
        customField(seed, Types.CLIENT_FIELD, "Segment", 1, "Retail,Industry,Public");
        customField(seed, Types.TASK_FIELD, "Purchase order", 0, null);
        customField(seed, Types.TASK_FIELD, "Hours quoted", 3, null);
        customField(seed, Types.WORKSPACE_FIELD, "Access code", 0, null);
        customField(seed, Types.WORKSPACE_FIELD, "Next inspection", 2, null);
        customField(seed, Types.EQUIPMENT_FIELD, "Power, kW", 3, null);
        customField(seed, Types.WORK_FIELD, "Ledger account", 0, null);
        customField(seed, Types.MATERIAL_FIELD, "Shelf", 5, "A1,A2,B1,B2");
        customField(seed, Types.MATERIAL_FIELD, "Hazardous", 4, null);
    }

    private static void customField(Seed seed, EntityType type, String title, int kind, @Nullable String data) {
        seed.plan(type)
                .set("title", title)
                .set("type", kind)
                .set("required", false)
                .set("visible", true)
                .set("data", data)
                .add();
    }

    private static void users(Seed seed, int count) {
        for (int i = 0; i < count; i++) {
            String name = seed.pick(Words.FIRST_NAMES);
            String surname = seed.pick(Words.LAST_NAMES);
            seed.plan(Types.USER)
                    .set("name", name)
                    .set("surname", surname)
                    .set("username", "user" + (i + 1))
                    .set("email", "user" + (i + 1) + "@service.example")
                    .systemId(i % 5 == 4 ? null : "EMP-" + (100 + i))
                    .at(seed.moment(i, 200))
                    .archived(i % 13 == 12)
                    .add();
        }
    }

    private static void materials(Seed seed, int count) {
        Entity shelf = seed.store.table(Types.MATERIAL_FIELD).entities.get(0);
        for (int i = 0; i < count; i++) {
            seed.plan(Types.STANDARTIZED_MATERIAL)
                    .set("title", Words.PARTS.get(i % Words.PARTS.size()) + " / " + (i + 1))
                    .set("serialNumber", i % 3 == 0 ? null : Integer.toString(880_000 + i))
                    .set("materialType", seed.pick(Types.MATERIAL_TYPE))
                    .set("price", Money.cents(seed.between(150, 99_900)))
                    .set("customValues", i % 4 == 0 ? new CustomValues(Map.of(shelf, "A1")) : null)
                    .systemId(i % 10 == 9 ? null : "MAT-" + (10_000 + i))
                    .at(seed.moment(i, count))
                    .archived(i % 17 == 16)
                    .add();
        }
    }

    private static void works(Seed seed, int count) {
        for (int i = 0; i < count; i++) {
            seed.plan(Types.STANDARTIZED_WORK)
                    .set("title", Words.WORKS.get(i % Words.WORKS.size()) + " " + (char) ('A' + i / Words.WORKS.size()))
                    .set("rate", Money.cents(seed.between(20, 90) * 50))
                    .set("nightRate", i % 3 == 0 ? null : Money.cents(seed.between(60, 160) * 50))
                    .set("duration", seed.between(1, 16) * 15)
                    .systemId(i % 10 == 9 ? null : "WRK-" + (100 + i))
                    .at(seed.moment(i, count))
                    .add();
        }
    }

    private static void places(Seed seed, int count) {
        for (int i = 0; i < count; i++) {
            seed.plan(Types.PLACE)
                    .set("scanCode", "QR" + (500_000 + i * 37))
                    .set("title", Words.SITES.get(i % Words.SITES.size()) + " " + (i + 1))
                    .set("note", i % 2 == 0 ? null : seed.pick(Words.NOTES))
                    .systemId(i % 3 == 0 ? null : "PLC-" + i)
                    .at(seed.moment(i, count))
                    .add();
        }
    }

    private static void forms(Seed seed) {
        for (String title : List.of("Customer satisfaction", "Safety check list", "Hand-over protocol")) {
            seed.plan(Types.EVALUATION_FORM)
                    .set("title", title)
                    .set("required", title.startsWith("Safety"))
                    .set("visible", true)
                    .set(
                            "questions",
                            List.of(question("Was the work done in time?"), question("Is the place left clean?")))
                    .add();
        }
    }

    private static Map<String, Object> question(String title) {
        return Map.of(
                "title", title, "type", "radio", "criterias", List.of(Map.of("title", "Yes"), Map.of("title", "No")));
    }
}
