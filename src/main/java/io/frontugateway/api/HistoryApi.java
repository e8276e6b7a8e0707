package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.history.History;
import io.frontugateway.history.Interval;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code GET /v1/console/history}: the last hour in half minutes, for the operator's page. Needs {@code operate}. */
@Singleton
class HistoryApi {
    static final String PATH = "/v1/console/history";

    private final History history;

    HistoryApi(History history) {
        this.history = history;
    }

    void register(Paths paths) {
        paths.at(PATH).get(this::lastHour).register();
    }

    private Uni<Answer> lastHour(Exchange exchange) {
        exchange.demand(exchange.client().permissions().mayOperate(), "operate");
        Negotiation.demandJson(exchange.routing());
        exchange.query().allowOnly(List.of());
        return history.lastHour().map(intervals -> {
            var answer = Answer.json(document(intervals));
            answer.headers().set("Cache-Control", "no-store");
            return answer;
        });
    }

    private static ObjectNode document(List<Interval> intervals) {
        var document = JsonNodeFactory.instance.objectNode().put("stepSeconds", History.STEP.toSeconds());
        var items = document.putArray("items");
        intervals.forEach(interval -> items.add(item(interval)));
        document.putNull("next");
        return document;
    }

    private static ObjectNode item(Interval interval) {
        var item = JsonNodeFactory.instance
                .objectNode()
                .put("from", interval.from().toString());
        item.set("sent", Json.tree(interval.sent()));
        item.set("reads", Json.tree(interval.reads()));
        item.put("saved", interval.saved());
        item.set("levels", Json.tree(interval.levels()));
        item.put("replicas", interval.replicas().size());
        return item;
    }
}
