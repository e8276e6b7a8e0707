package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.frontugateway.cache.Answered;
import io.frontugateway.cache.ReadCache;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Operations.SingleRead;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/{resource}} and what lies below it: lists, single entities, and a task with its relations. */
@Singleton
class EntitiesApi {
    /** Characters of the longest guid or systemId that is taken. */
    static final int LONGEST_ID = 255;

    private final Catalogue catalogue;
    private final ReadCache reads;
    private final Readers readers;
    private final Listings listings = new Listings();

    EntitiesApi(Catalogue catalogue, ReadCache reads, Readers readers) {
        this.catalogue = catalogue;
        this.reads = reads;
        this.readers = readers;
    }

    void register(Paths paths) {
        paths.at("/v1/:resource")
                .get(this::list)
                .offering(exchange -> readable(resource(exchange).operations().list()))
                .register();
        single(paths, "/v1/:resource/:guid", Identity.GUID, false);
        single(paths, "/v1/:resource/by-system-id/:systemId", Identity.SYSTEM_ID, false);
        single(paths, "/v1/:resource/:guid/full", Identity.GUID, true);
        single(paths, "/v1/:resource/by-system-id/:systemId/full", Identity.SYSTEM_ID, true);
    }

    private void single(Paths paths, String path, Identity by, boolean full) {
        paths.at(path)
                .get(exchange -> one(exchange, by, full))
                .offering(exchange -> {
                    var read = read(resource(exchange), full);
                    return readable(read != null && read.by().contains(by) ? read : null);
                })
                .register();
    }

    private Uni<Answer> list(Exchange exchange) {
        var resource = resource(exchange);
        demandRead(exchange, resource);
        var wanted = Representation.of(exchange.request().headers());
        var listing = listings.of(exchange.account(), exchange.request().uri(), () -> listing(exchange, resource));
        return answer(
                exchange,
                wanted,
                reads.list(
                        readers.of(exchange),
                        listing,
                        Demands.of(exchange.request().headers())));
    }

    private ReadCache.Listing listing(Exchange exchange, ResourceType resource) {
        var parameters = ListParameters.of(
                exchange.query(),
                exchange.account(),
                resource,
                offered(resource.operations().list()),
                readers.pageSize(exchange));
        return reads.listing(
                exchange.account(),
                parameters.query(),
                parameters.start(),
                parameters.limit(),
                page -> document(page, parameters.scope()));
    }

    private Uni<Answer> one(Exchange exchange, Identity by, boolean full) {
        var resource = resource(exchange);
        demandRead(exchange, resource);
        var wanted = Representation.of(exchange.request().headers());
        exchange.query().allowOnly(List.of());
        return answer(exchange, wanted, one(exchange, resource, by, full));
    }

    private Uni<Answered> one(Exchange exchange, ResourceType resource, Identity by, boolean full) {
        var id = id(exchange, by);
        var reader = readers.of(exchange);
        var demand = Demands.of(exchange.request().headers());
        if (full) {
            return reads.full(reader, resource, by, id, demand);
        }
        return offered(resource.operations().single()).answersList()
                ? reads.ownedList(reader, resource, by, id, demand, page -> document(page, ""))
                : reads.one(reader, resource, by, id, demand);
    }

    private static Uni<Answer> answer(Exchange exchange, Representation wanted, Uni<Answered> read) {
        return read.chain(answered -> wanted.of(answered, exchange.routing().vertx()));
    }

    private ResourceType resource(Exchange exchange) {
        return Resources.named(catalogue, exchange);
    }

    private static void demandRead(Exchange exchange, ResourceType resource) {
        exchange.demand(exchange.client().permissions().mayRead(resource.name()), resource.name() + ":read");
        Negotiation.demandJson(exchange.routing());
    }

    private static @Nullable SingleRead read(ResourceType resource, boolean full) {
        return full ? resource.operations().full() : resource.operations().single();
    }

    private static Set<HttpMethod> readable(@Nullable Object read) {
        return read == null ? Set.of() : Set.of(HttpMethod.GET);
    }

    /** What the path's methods have been checked for. */
    private static <T> T offered(@Nullable T operation) {
        if (operation == null) {
            throw new IllegalStateException("an operation that is not offered was dispatched");
        }
        return operation;
    }

    /** The identifier of the path: opaque, but not longer than any that Frontu makes or keeps. */
    static String id(Exchange exchange, Identity by) {
        var id = exchange.path(by.member());
        if (id.isEmpty() || by == Identity.GUID && id.length() > LONGEST_ID) {
            throw Problem.of(Reason.INVALID_PARAMETER, "A guid has 1 to " + LONGEST_ID + " characters.")
                    .with("parameter", by.member())
                    .asException();
        }
        return id;
    }

    private static byte[] document(Page page, String scope) {
        var next = page.next();
        var document = JsonNodeFactory.instance.objectNode();
        document.putArray("items").addAll(page.items());
        document.put("next", next == null ? null : Cursor.of(next, scope));
        document.put("maxVersion", page.maxVersion());
        document.put("asOf", page.asOf().truncatedTo(ChronoUnit.SECONDS).toString());
        return Json.bytes(document).getBytes();
    }
}
