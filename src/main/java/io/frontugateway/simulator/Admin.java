package io.frontugateway.simulator;

import io.frontugateway.simulator.Members.BadSetting;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The interface for tests and operators below {@code /_simulator}; neither counted nor guarded. */
final class Admin {
    static final String BASE = "/_simulator";

    private final Supplier<World> worlds;
    private final Supplier<Future<Void>> reset;

    Admin(Supplier<World> worlds, Supplier<Future<Void>> reset) {
        this.worlds = worlds;
        this.reset = reset;
    }

    void handle(HttpServerRequest request) {
        World world = worlds.get();
        switch (request.method().name() + " " + String.valueOf(request.path()).substring(BASE.length())) {
            case "GET /state" -> answer(request, 200, state(world));
            case "GET /usage" -> answer(request, 200, usage(world, request));
            case "GET /arrivals" ->
                answer(request, 200, world.recorder.arrivals(number(request, "since", 0), most(request)));
            case "GET /writes" ->
                answer(request, 200, world.recorder.writes(number(request, "since", 0), most(request)));
            case "DELETE /arrivals" -> {
                world.recorder.forgetArrivals();
                answer(request, 200, new JsonObject());
            }
            case "POST /reset" -> reset.get().onSuccess(done -> answer(request, 200, state(worlds.get())));
            case "PATCH /settings" -> withBody(request, body -> settings(world, body));
            case "POST /files" -> withBody(request, body -> file(world, body));
            default ->
                answer(
                        request,
                        404,
                        new JsonObject()
                                .put("error", "there are state, usage, arrivals, writes, reset, settings, files"));
        }
    }

    private static JsonObject state(World world) {
        JsonObject counts = new JsonObject();
        for (Table table : world.store.tables()) {
            counts.put(table.type.path, table.entities.size());
        }
        JsonObject state = new JsonObject().put("counts", counts);
        world.recorder.describe(state);
        return state.put("refusals", world.limit.refusals())
                .put("worstWindow", world.limit.worstWindow())
                .put("sources", world.limit.describe(System.nanoTime()))
                .put("faults", world.faults.counts())
                .put("settings", world.switches().describe());
    }

    private static JsonObject usage(World world, HttpServerRequest request) {
        long window = number(request, "windowMs", world.switches().windowMs());
        return world.usage.between(number(request, "from", 0), number(request, "to", 0), window);
    }

    private static JsonObject settings(World world, JsonObject body) throws BadSetting {
        world.change(body);
        return world.switches().describe();
    }

    /** Makes a file, or an image, whose bytes follow from its seed. */
    private static JsonObject file(World world, JsonObject body) throws BadSetting {
        Members members = new Members(body, "of the file");
        long size = members.number("size", 0, 0, 1L << 40);
        long seed = members.number("seed", 1, 0, Long.MAX_VALUE);
        boolean image = members.flag("image", false);
        String mediaType = members.text("mediaType");
        String name = members.text("name");
        members.done();
        EntityType type = image ? Types.IMAGE : Types.FILE;
        @Nullable Object[] values = type.blank();
        values[type.at("originalName")] = name == null ? "generated.bin" : name;
        Entity entity = world.writer.create(type, values);
        String media = mediaType == null ? "application/octet-stream" : mediaType;
        Content content = new Content.Generated(media, size, seed, entity.current.version);
        entity.content = content;
        return new JsonObject().put("guid", entity.guid).put("size", size).put("etag", content.etag());
    }

    private static void withBody(HttpServerRequest request, Operation operation) {
        request.body().onSuccess(buffer -> {
            try {
                answer(request, 200, operation.apply(buffer.toJsonObject()));
            } catch (BadSetting | DecodeException | ClassCastException wrong) {
                answer(request, 400, new JsonObject().put("error", wrong.getMessage()));
            }
        });
    }

    private static int most(HttpServerRequest request) {
        return (int) number(request, "limit", 100_000);
    }

    private static long number(HttpServerRequest request, String name, long otherwise) {
        String value = request.getParam(name);
        return value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : otherwise;
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }

    @FunctionalInterface
    private interface Operation {
        JsonObject apply(JsonObject body) throws BadSetting;
    }
}
