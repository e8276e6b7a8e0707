package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Submission;
import io.frontugateway.writes.Writer;
import io.frontugateway.writes.Writes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Creating, changing, archiving, restoring and copying below {@code /v1/{resource}}. */
@Singleton
class WritesApi {
    private static final String BATCH = "batch";
    private static final String COPY = "copy";
    private static final char REPLACEMENT = '\uFFFD';
    private static final Pattern ENCODED_REPLACEMENT = Pattern.compile("(?i)%EF%BF%BD");

    private final Catalogue catalogue;
    private final Writes writes;
    private final RequestBodies bodies;
    private final Outcomes outcomes;
    private final BatchApi batches;
    private final UploadsApi uploads;

    WritesApi(
            Catalogue catalogue,
            Writes writes,
            RequestBodies bodies,
            Outcomes outcomes,
            BatchApi batches,
            UploadsApi uploads) {
        this.catalogue = catalogue;
        this.writes = writes;
        this.bodies = bodies;
        this.outcomes = outcomes;
        this.batches = batches;
        this.uploads = uploads;
    }

    void register(Paths paths) {
        paths.at("/v1/:resource").post(this::create).offering(this::onAll).register();
        entity(paths, "/v1/:resource/:guid", Identity.GUID);
        entity(paths, "/v1/:resource/by-system-id/:systemId", Identity.SYSTEM_ID);
    }

    private void entity(Paths paths, String path, Identity by) {
        paths.at(path)
                .post(this::many)
                .put(this::put)
                .patch(exchange -> patch(exchange, by))
                .delete(exchange -> archive(exchange, by, true))
                .offering(exchange -> onOne(exchange, by))
                .register();
        paths.at(path + "/restore")
                .post(exchange -> archive(exchange, by, false))
                .offering(exchange -> isMatchedBy(resource(exchange), by) ? Set.of(HttpMethod.POST) : Set.of())
                .register();
    }

    private Set<HttpMethod> onAll(Exchange exchange) {
        var operations = resource(exchange).operations();
        return operations.upsert() != null || !operations.uploads().isEmpty() ? Set.of(HttpMethod.POST) : Set.of();
    }

    private Set<HttpMethod> onOne(Exchange exchange, Identity by) {
        var resource = resource(exchange);
        var offered = new HashSet<HttpMethod>();
        if (isMatchedBy(resource, by)) {
            offered.add(HttpMethod.PATCH);
            offered.add(HttpMethod.DELETE);
            if (by == Identity.SYSTEM_ID) {
                offered.add(HttpMethod.PUT);
            }
        }
        if (by == Identity.GUID && isOfMany(resource, exchange.path("guid"))) {
            offered.add(HttpMethod.POST);
        }
        return offered;
    }

    private static boolean isMatchedBy(ResourceType resource, Identity by) {
        var upsert = resource.operations().upsert();
        return upsert != null && upsert.by().contains(by);
    }

    /** Whether the last word of a path is no guid: what is sent there concerns the resource. */
    private static boolean isOfMany(ResourceType resource, String word) {
        return word.equals(BATCH) && resource.operations().upsert() != null
                || word.equals(COPY) && resource.operations().copy() != null;
    }

    private Uni<Answer> create(Exchange exchange) {
        var resource = writable(exchange);
        var upload = !resource.operations().uploads().isEmpty();
        if (upload && (resource.operations().upsert() == null || isMultipart(exchange))) {
            return uploads.upload(exchange, resource);
        }
        return json(
                exchange,
                List.of(MediaTypes.JSON),
                (writer, body) -> writes.upsert(writer, resource, writes.read(body)));
    }

    private static boolean isMultipart(Exchange exchange) {
        return MediaTypes.of(exchange.request()).equals(MediaTypes.MULTIPART);
    }

    private Uni<Answer> many(Exchange exchange) {
        var resource = writable(exchange);
        if (exchange.path("guid").equals(BATCH)) {
            return batches.batch(exchange, resource);
        }
        return json(
                exchange, List.of(MediaTypes.JSON), (writer, body) -> writes.copy(writer, resource, writes.read(body)));
    }

    private Uni<Answer> put(Exchange exchange) {
        var resource = writable(exchange);
        var systemId = id(exchange, Identity.SYSTEM_ID);
        return json(
                exchange,
                List.of(MediaTypes.JSON),
                (writer, body) -> writes.put(writer, resource, systemId, writes.read(body)));
    }

    private Uni<Answer> patch(Exchange exchange, Identity by) {
        var resource = writable(exchange);
        var id = id(exchange, by);
        return json(
                exchange,
                List.of(MediaTypes.JSON, MediaTypes.MERGE_PATCH),
                (writer, body) -> writes.patch(writer, resource, by, id, writes.read(body)));
    }

    /** A body, if there is one, says nothing here. */
    private Uni<Answer> archive(Exchange exchange, Identity by, boolean archived) {
        var resource = writable(exchange);
        exchange.query().allowOnly(List.of());
        var preferences = WritePreferences.of(exchange.request());
        var writer = Writers.of(exchange, preferences);
        var submission = writes.archive(writer, resource, by, id(exchange, by), archived);
        return outcomes.of(exchange, submission, preferences);
    }

    private Uni<Answer> json(Exchange exchange, List<String> types, Reading reading) {
        exchange.query().allowOnly(List.of());
        MediaTypes.demand(exchange.request(), types);
        var preferences = WritePreferences.of(exchange.request());
        var writer = Writers.of(exchange, preferences);
        return bodies.whole(
                exchange, RequestBodies.WRITE, body -> outcomes.of(exchange, reading.of(writer, body), preferences));
    }

    /** Makes a write of a body, or refuses it. */
    @FunctionalInterface
    private interface Reading {
        Submission of(Writer writer, Buffer body);
    }

    private ResourceType writable(Exchange exchange) {
        var resource = resource(exchange);
        exchange.demand(exchange.client().permissions().mayWrite(resource.name()), resource.name() + ":write");
        Negotiation.demandJson(exchange.routing());
        return resource;
    }

    private ResourceType resource(Exchange exchange) {
        return Resources.named(catalogue, exchange);
    }

    /** The identifier of the path, which is to be kept: unlike one that is only looked for, it must be one. */
    private static String id(Exchange exchange, Identity by) {
        var id = exchange.path(by.member());
        if (id.isEmpty()
                || id.length() > EntitiesApi.LONGEST_ID
                || id.chars().anyMatch(Character::isISOControl)
                || !isUtf8(id, exchange.request().path())) {
            throw Problem.of(
                            Reason.INVALID_PARAMETER,
                            "A " + by.member() + " has 1 to " + EntitiesApi.LONGEST_ID
                                    + " characters in UTF-8, none of which is a control character.")
                    .with("parameter", by.member())
                    .asException();
        }
        return id;
    }

    /** Bytes that are none decode to one and the same character, which would make one identifier of many. */
    private static boolean isUtf8(String id, String path) {
        long replaced = id.chars().filter(character -> character == REPLACEMENT).count();
        return replaced == 0 || ENCODED_REPLACEMENT.matcher(path).results().count() >= replaced;
    }
}
