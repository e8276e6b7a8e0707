package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.problem.StatusPart;
import io.frontugateway.upstream.frontu.Accounts;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code GET /v1/status}: how this replica is, put together from what each room says of itself. For any client. */
@Singleton
class StatusApi {
    private final String version;
    private final Accounts accounts;
    private final List<StatusPart> parts;

    StatusApi(
            @ConfigProperty(name = "quarkus.application.version") String version,
            Accounts accounts,
            @All List<StatusPart> parts) {
        this.version = version;
        this.accounts = accounts;
        this.parts = parts;
    }

    void register(Paths paths) {
        paths.at("/v1/status").get(this::status).register();
    }

    private Uni<Answer> status(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        exchange.query().allowOnly(List.of());
        var answer = Answer.json(document());
        answer.headers().set("Cache-Control", "no-store");
        return Uni.createFrom().item(answer);
    }

    private ObjectNode document() {
        var degraded = StatusPart.degradations(parts);
        var document = JsonNodeFactory.instance
                .objectNode()
                .put("version", version)
                .put("status", degraded.isEmpty() ? "ok" : "degraded");
        var reasons = document.putObject("degraded");
        var items = reasons.putArray("items");
        // By hand, here and elsewhere: Jackson would look into a record by reflection, which native programs do
        // without.
        degraded.forEach(one -> items.addObject().put("reason", one.reason()).put("detail", one.detail()));
        reasons.putNull("next");
        var entries = document.putObject("accounts");
        accounts.all().forEach(account -> {
            var entry = entries.putObject(account.name());
            parts.forEach(part -> unite(entry, part.account(account.name())));
        });
        parts.forEach(part -> unite(document, part.members()));
        return document;
    }

    /** Adds members; where an object of the name is there already, its own members are added to that. */
    private static void unite(ObjectNode into, Map<String, Object> members) {
        members.forEach((name, value) -> {
            var added = Json.tree(value);
            if (into.get(name) instanceof ObjectNode there && added instanceof ObjectNode more) {
                there.setAll(more);
            } else {
                into.set(name, added);
            }
        });
    }
}
