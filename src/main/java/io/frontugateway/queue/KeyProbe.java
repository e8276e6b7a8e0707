package io.frontugateway.queue;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Operations.ListRead;
import io.frontugateway.catalogue.Operations.Paging;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** One cheap read that tells a key that Frontu does not take from a feature that it does not grant. */
final class KeyProbe {
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final String resource;
    private final String target;

    KeyProbe(Upstream upstream, Catalogue catalogue) {
        this.upstream = upstream;
        var cheap = catalogue.all().stream().filter(KeyProbe::isCheap).findFirst();
        this.resource = cheap.map(ResourceType::name).orElse("clients");
        this.target = catalogue.base()
                + cheap.flatMap(type -> Optional.ofNullable(type.operations().list()))
                        .map(ListRead::path)
                        .orElse("/clients")
                + "?page=1&items=1";
    }

    /** What Frontu says of the key. */
    enum Answer {
        TAKEN,
        REFUSED,
        UNCLEAR
    }

    /** Asks with the account's present key, on behalf of a client. */
    Uni<Answer> ask(String account, String client) {
        return upstream.send(Call.get(account, resource, client, Priority.WRITE, target, MAX_WAIT))
                .map(KeyProbe::answer);
    }

    private static Answer answer(Reply reply) {
        if (!(reply instanceof Reply.Answer answer)) {
            return Answer.UNCLEAR;
        }
        answer.body().discard();
        if (answer.status() == 401 || answer.status() == 403) {
            return Answer.REFUSED;
        }
        return answer.status() < 500 && answer.status() != 429 ? Answer.TAKEN : Answer.UNCLEAR;
    }

    private static boolean isCheap(ResourceType type) {
        var list = type.operations().list();
        return list != null
                && list.paging() == Paging.PAGE_AND_ITEMS
                && list.filters().values().stream().noneMatch(filter -> filter.required());
    }
}
