package io.frontugateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answers that say no, in Frontu's words. */
final class Answers {
    private Answers() {}

    static Answer error(int status, String message) {
        return json(status, new JsonObject().put("code", status).put("message", message));
    }

    static Answer noEntity() {
        return error(404, "Entity not found");
    }

    static Answer noRoute() {
        return error(404, "No route found");
    }

    /** @param errors what is wrong, by member of the request */
    static Answer invalid(Map<String, String> errors) {
        JsonObject children = new JsonObject();
        errors.forEach((member, fault) ->
                children.put(member, new JsonObject().put("errors", new JsonArray().add(fault))));
        return json(
                400,
                new JsonObject()
                        .put("code", 400)
                        .put("message", "Validation Failed")
                        .put("errors", new JsonObject().put("children", children)));
    }

    static Answer oauth(int status, String error, String description) {
        return json(status, new JsonObject().put("error", error).put("error_description", description));
    }

    private static Answer json(int status, JsonObject body) {
        return Answer.document(status, body.encode().getBytes(StandardCharsets.UTF_8));
    }
}
