package io.frontugateway.simulator;

import io.frontugateway.simulator.Members.BadSetting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be switched at run time, read from one JSON object and never changed; what each does is told in {@link
 * Simulator}.
 *
 * @param json what was set explicitly, for merging later changes into it
 * @param paths list switches that hold below a path prefix; the first that fits counts
 */
record Switches(
        JsonObject json,
        List<String> apiKeys,
        int limit,
        long windowMs,
        boolean fixedWindow,
        boolean countRefused,
        RetryAfter retryAfter,
        @Nullable String sourceHeader,
        long minLatencyMs,
        long maxLatencyMs,
        long clockAheadMs,
        boolean keepGuid,
        boolean cautionCodes,
        ListSwitches lists,
        List<OnPath> paths,
        List<Fault> faults) {

    private static final long LONGEST_MS = 86_400_000;
    private static final long FARTHEST_MS = 100L * 365 * LONGEST_MS;

    record OnPath(String path, ListSwitches lists) {}

    static Switches initial(SimulatorSettings settings) {
        JsonObject json = new JsonObject()
                .put("apiKeys", new JsonArray().add(settings.apiKey()))
                .put("limit", settings.limit())
                .put("windowMs", settings.window().toMillis());
        try {
            return read(json);
        } catch (BadSetting impossible) {
            throw new IllegalArgumentException(impossible.getMessage());
        }
    }

    /** These switches with the members of {@code patch} in place of theirs; a null goes back to the default. */
    Switches patched(JsonObject patch, Switches initial) throws BadSetting {
        JsonObject merged = json.copy();
        for (String name : patch.fieldNames()) {
            Object value = patch.getValue(name);
            Object result = value == null ? initial.json.getValue(name) : value;
            if (result == null) {
                merged.remove(name);
            } else {
                merged.put(name, result);
            }
        }
        return read(merged);
    }

    ListSwitches lists(String path) {
        for (OnPath each : paths) {
            if (path.startsWith(each.path)) {
                return each.lists;
            }
        }
        return lists;
    }

    /** What Frontu's clock shows, in Unix milliseconds. */
    long clock() {
        return System.currentTimeMillis() + clockAheadMs;
    }

    /** All switches with their present values, in the form in which they are set. */
    JsonObject describe() {
        JsonObject all = new JsonObject()
                .put("apiKeys", new JsonArray(apiKeys))
                .put("limit", limit)
                .put("windowMs", windowMs)
                .put("fixedWindow", fixedWindow)
                .put("countRefused", countRefused)
                .put("retryAfter", retryAfter.spelling())
                .put("sourceHeader", sourceHeader)
                .put("minLatencyMs", minLatencyMs)
                .put("maxLatencyMs", maxLatencyMs)
                .put("clockAheadMs", clockAheadMs)
                .put("keepGuid", keepGuid)
                .put("cautionCodes", cautionCodes)
                .put("paths", json.getJsonArray("paths", new JsonArray()))
                .put("faults", json.getJsonArray("faults", new JsonArray()));
        lists.describe(all);
        return all;
    }

    private static Switches read(JsonObject json) throws BadSetting {
        Members members = new Members(json, "at the top");
        ListSwitches lists = ListSwitches.read(members, ListSwitches.DEFAULT);
        Switches switches = new Switches(
                json,
                members.texts("apiKeys", List.of()),
                (int) members.number("limit", 1000, 1, 1_000_000),
                members.number("windowMs", 300_000, 1, LONGEST_MS),
                members.flag("fixedWindow", false),
                members.flag("countRefused", true),
                members.choice("retryAfter", List.of(RetryAfter.values()), RetryAfter::spelling, RetryAfter.SECONDS),
                members.text("sourceHeader"),
                members.number("minLatencyMs", 0, 0, LONGEST_MS),
                members.number("maxLatencyMs", 0, 0, LONGEST_MS),
                members.number("clockAheadMs", 0, 0, FARTHEST_MS),
                members.flag("keepGuid", false),
                members.flag("cautionCodes", true),
                lists,
                paths(members, lists),
                faults(members));
        members.done();
        return switches;
    }

    private static List<OnPath> paths(Members members, ListSwitches otherwise) throws BadSetting {
        List<OnPath> paths = new ArrayList<>();
        for (Members each : members.objects("paths")) {
            String path = each.text("path");
            if (path == null) {
                throw each.wrong("path", "a prefix such as /tasks");
            }
            paths.add(new OnPath(path, ListSwitches.read(each, otherwise)));
            each.done();
        }
        return List.copyOf(paths);
    }

    private static List<Fault> faults(Members members) throws BadSetting {
        List<Fault> faults = new ArrayList<>();
        for (Members each : members.objects("faults")) {
            faults.add(Fault.read(each));
            each.done();
        }
        return List.copyOf(faults);
    }
}
