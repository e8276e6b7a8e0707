package io.frontugateway.api;

import io.frontugateway.catalogue.Calls;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/** Every path of the gateway, in OpenAPI: one for each call that the catalogue makes possible, and the gateway's own. */
final class OpenApiPaths {
    private static final String GATEWAY = "gateway";
    private static final String PASSTHROUGH = "passthrough";
    private static final Pattern SUBJECT = Pattern.compile("^[a-z]+");

    /** How the calls of a resource are described, by {@link Calls.Call#name()}; those that are not here are not shown. */
    private static final Map<String, BiFunction<ResourceType, Calls.Call, Operation>> DESCRIBED = Map.ofEntries(
            Map.entry("list", OpenApiPaths::list),
            Map.entry("get", OpenApiPaths::single),
            Map.entry("getBySystemId", OpenApiPaths::single),
            Map.entry("full", OpenApiPaths::single),
            Map.entry("fullBySystemId", OpenApiPaths::single),
            Map.entry("content", OpenApiPaths::content),
            Map.entry("upsert", OpenApiWrites::upsert),
            Map.entry("batch", OpenApiWrites::batch),
            Map.entry("put", OpenApiWrites::put),
            Map.entry("patch", OpenApiWrites::patch),
            Map.entry("patchBySystemId", OpenApiWrites::patch),
            Map.entry("archive", OpenApiWrites::archive),
            Map.entry("archiveBySystemId", OpenApiWrites::archive),
            Map.entry("restore", OpenApiWrites::restore),
            Map.entry("restoreBySystemId", OpenApiWrites::restore),
            Map.entry("copy", OpenApiWrites::copy),
            Map.entry("upload", OpenApiWrites::upload));

    private OpenApiPaths() {}

    static Paths of(Catalogue catalogue) {
        var paths = OASFactory.createPaths();
        paths.addPathItem("/v1/resources", OASFactory.createPathItem().GET(resources()));
        paths.addPathItem("/v1/status", OASFactory.createPathItem().GET(status()));
        paths.addPathItem("/v1/quota", OASFactory.createPathItem().GET(quota()));
        paths.addPathItem(HistoryApi.PATH, OASFactory.createPathItem().GET(history()));
        for (var resource : catalogue.all()) {
            for (var call : Calls.of(resource)) {
                var described = DESCRIBED.get(call.name());
                if (described != null) {
                    add(paths, call, described.apply(resource, call));
                }
            }
        }
        paths.addPathItem(
                catalogue.base() + "/{path}",
                OASFactory.createPathItem().GET(passthrough()).POST(OpenApiWrites.passthrough(PASSTHROUGH)));
        OpenApiOperations.addTo(paths, GATEWAY);
        return paths;
    }

    static List<Tag> tags(Catalogue catalogue) {
        var tags = new ArrayList<Tag>();
        tags.add(OASFactory.createTag().name(GATEWAY).description("The gateway itself."));
        for (var resource : catalogue.all()) {
            tags.add(OASFactory.createTag().name(resource.name()).description(resource.description()));
        }
        tags.add(OASFactory.createTag().name(PASSTHROUGH).description("Frontu in its own spelling."));
        return tags;
    }

    private static void add(Paths paths, Calls.Call call, Operation operation) {
        var item = paths.getPathItem(call.path());
        if (item == null) {
            item = OASFactory.createPathItem();
            paths.addPathItem(call.path(), item);
        }
        item.setOperation(PathItem.HttpMethod.valueOf(call.method()), operation);
    }

    private static Operation list(ResourceType resource, Calls.Call call) {
        var list = resource.operations().list();
        var operation = operation(resource, call, "A page of " + resource.name())
                .responses(OpenApiResponses.json("A page.", OpenApiSchemas.ref(OpenApiSchemas.pageOf(resource))));
        return list == null ? operation : operation.parameters(OpenApiParameters.of(list));
    }

    private static Operation single(ResourceType resource, Calls.Call call) {
        var bySystemId = call.path().contains("{systemId}");
        var read = call.name().startsWith("full")
                ? resource.operations().full()
                : resource.operations().single();
        var manyOfOne = read != null && read.answersList();
        var what = manyOfOne ? "The " + resource.name() + " of the task" : "One of " + resource.name();
        return operation(resource, call, what + (bySystemId ? ", by systemId" : ", by guid"))
                .addParameter(OpenApiParameters.shared(bySystemId ? "systemId" : "guid"))
                .addParameter(OpenApiParameters.account())
                .responses(OpenApiResponses.json(
                        manyOfOne ? "A page that holds all." : "The entity.",
                        OpenApiSchemas.ref(manyOfOne ? OpenApiSchemas.pageOf(resource) : resource.title())));
    }

    private static Operation content(ResourceType resource, Calls.Call call) {
        return operation(resource, call, "The bytes of one of " + resource.name())
                .addParameter(OpenApiParameters.shared("guid"))
                .addParameter(OpenApiParameters.account())
                .responses(OpenApiResponses.bytes());
    }

    private static Operation resources() {
        return OASFactory.createOperation()
                .operationId("listResources")
                .summary("The catalogue: resources, fields, filters and calls, and on what each rests")
                .addTag(GATEWAY)
                .responses(OpenApiResponses.json("The catalogue.", OpenApiSchemas.ref(OpenApiSchemas.CATALOGUE)));
    }

    private static Operation status() {
        return OASFactory.createOperation()
                .operationId("getStatus")
                .summary("How this replica is, and every reason for which the gateway is degraded")
                .addTag(GATEWAY)
                .responses(OpenApiResponses.json("The status.", OpenApiSchemas.ref(OpenApiSchemas.STATUS)));
    }

    private static Operation quota() {
        return OASFactory.createOperation()
                .operationId("getQuota")
                .summary("How the shared quota stands, and what of it the client has; with `operate`, what all have")
                .addTag(GATEWAY)
                .responses(OpenApiResponses.json("The quota.", OpenApiSchemas.ref(OpenApiSchemas.QUOTA)));
    }

    private static Operation history() {
        return OASFactory.createOperation()
                .operationId("getHistory")
                .summary("The last hour in half minutes, for the operator's page; needs `operate`")
                .addTag(GATEWAY)
                .responses(OpenApiResponses.json("The hour.", OpenApiSchemas.of(SchemaType.OBJECT)));
    }

    private static Operation passthrough() {
        return OASFactory.createOperation()
                .operationId(PASSTHROUGH)
                .summary("Any read of Frontu's own API, answered as Frontu answers it")
                .description("The path may have several segments, and any query parameter is passed on.")
                .addTag(PASSTHROUGH)
                .addParameter(OpenApiParameters.path("path", "For example `tasks`.")
                        .schema(OpenApiSchemas.of(SchemaType.STRING)))
                .addParameter(OpenApiParameters.account())
                .security(OpenApiSecurity.anyOfThree())
                .responses(OpenApiResponses.verbatim());
    }

    /** The operation's id puts the title behind the verb: {@code getTaskBySystemId}. */
    static Operation operation(ResourceType resource, Calls.Call call, String summary) {
        var id = SUBJECT.matcher(call.name()).replaceFirst(verb -> verb.group() + resource.title());
        return OASFactory.createOperation()
                .operationId(id)
                .summary(summary)
                .addTag(resource.name())
                .addExtension("x-source", call.source().name().toLowerCase(Locale.ROOT));
    }
}
