package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.clients.Client;
import io.frontugateway.clients.Clients;
import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.quota.SharedSlots;
import io.frontugateway.quota.Standing;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/quota}: how the shared quota stands, and what of it the client has, or all do. */
@Singleton
class QuotaApi {
    private static final Standing.Use NOTHING = new Standing.Use(0, 0, 0, 0);

    private final SharedSlots slots;
    private final QuotaConfig config;
    private final Clients clients;

    QuotaApi(SharedSlots slots, QuotaConfig config, Clients clients) {
        this.slots = slots;
        this.config = config;
        this.clients = clients;
    }

    void register(Paths paths) {
        paths.at("/v1/quota").get(this::quota).register();
    }

    private Uni<Answer> quota(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        exchange.query().allowOnly(List.of());
        return slots.look().map(standing -> {
            var answer = Answer.json(document(standing, exchange.client()));
            answer.headers().set("Cache-Control", "no-store");
            return answer;
        });
    }

    private ObjectNode document(Standing standing, Client asking) {
        var document = JsonNodeFactory.instance
                .objectNode()
                .put("limit", config.limit())
                .put("workingLimit", standing.workingLimit());
        seconds(document, standing.window());
        document.put("used", standing.used())
                .put("remaining", standing.remaining())
                .put("inFlight", standing.inFlight())
                .put("blockedUntil", standing.isGateClosed() ? moment(standing.blockedFor()) : null)
                .put("nextFreeAt", standing.used() > 0 ? moment(standing.nextFreeIn()) : null)
                .put("worstWindow", standing.worstWindow());
        var shown = document.putObject("clients");
        var shownClients = asking.permissions().mayOperate() ? clients.all() : List.of(asking);
        shownClients.forEach(client -> shown.set(client.name(), use(standing, client)));
        return document;
    }

    private static ObjectNode use(Standing standing, Client client) {
        var use = standing.clients().getOrDefault(client.name(), NOTHING);
        var share = client.share();
        @Nullable Integer limit = share.limit().isPresent() ? share.limit().getAsInt() : null;
        return JsonNodeFactory.instance
                .objectNode()
                .put("used", use.used())
                .put("weight", share.weight())
                .put("guaranteed", share.guaranteed())
                .put("limit", limit)
                .put("waiting", use.waiting())
                .put("spent", use.spent())
                .put("saved", use.saved());
    }

    /** Seconds, as everywhere in HTTP; with a fraction only where the window has one. */
    private static void seconds(ObjectNode document, Duration window) {
        if (window.toMillisPart() == 0) {
            document.put("window", window.toSeconds());
        } else {
            document.put("window", window.toMillis() / 1000.0);
        }
    }

    private static String moment(Duration from) {
        return Instant.now().plus(from).truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
