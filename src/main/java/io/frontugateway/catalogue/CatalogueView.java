package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The effective catalogue as callers see it: the answer of {@code GET /v1/resources}. */
public final class CatalogueView {
    private CatalogueView() {}

    /** {@code {"items":[…],"next":null}}, one item a resource, in the order of the catalogue. Pure; may be kept. */
    public static ObjectNode of(Catalogue catalogue) {
        var view = ExactJson.object(2);
        var items = view.putArray("items");
        catalogue.all().forEach(resource -> items.add(resource(catalogue.base(), resource)));
        return view.putNull("next");
    }

    private static ObjectNode resource(String base, ResourceType resource) {
        var view = ExactJson.object(10);
        view.put("name", resource.name());
        view.put("title", resource.title());
        view.put("description", resource.description());
        var calls = view.putArray("operations");
        for (var call : Calls.of(resource)) {
            calls.add(call(base, call));
        }
        list(view, resource.operations().list());
        var fields = view.putArray("fields");
        resource.fields().values().forEach(field -> fields.add(field(field)));
        return view;
    }

    private static ObjectNode call(String base, Calls.Call call) {
        var view = ExactJson.object(5);
        view.put("name", call.name());
        view.put("call", call.method() + " " + call.path());
        view.put("frontu", call.frontuMethod() + " " + base + call.frontuPath());
        view.put("source", Section.name(call.source()));
        return view;
    }

    private static void list(ObjectNode view, Operations.@Nullable ListRead list) {
        var filters = view.putArray("filters");
        if (list == null) {
            return;
        }
        list.filters().values().forEach(filter -> filters.add(filter(filter)));
        view.put("updatedSince", source(list.version()));
        view.put("updatedUntil", source(list.versionTo()));
        view.put("paging", Section.name(list.paging()));
        view.put("assumesArchivedShown", list.showsArchived());
    }

    private static @Nullable String source(@Nullable Source source) {
        return source == null ? null : Section.name(source);
    }

    private static ObjectNode filter(Filter filter) {
        var view = ExactJson.object(6);
        view.put("name", filter.name());
        view.put("type", Section.name(filter.type()));
        view.put("required", filter.required());
        view.put("exact", filter.exact());
        view.put("source", Section.name(filter.source()));
        view.put("description", filter.description());
        return view;
    }

    private static ObjectNode field(Field field) {
        var view = ExactJson.object(12);
        view.put("name", field.name());
        view.put("type", Section.name(field.type()));
        view.put("relatesTo", field.relatesTo());
        view.put("required", field.required());
        view.put("readable", field.readable());
        view.put("writable", field.writable());
        view.put("ordered", field.ordered());
        view.set("values", values(field));
        view.put("frontuRead", field.readName());
        view.put("frontuWrite", field.writeName());
        view.put("source", Section.name(field.source()));
        view.put("description", field.description());
        return view;
    }

    private static ArrayNode values(Field field) {
        var values = ExactJson.array(field.values().size());
        for (var value : field.values()) {
            if (field.type() == FieldType.STRING) {
                values.add(value);
            } else {
                values.add(new BigDecimal(value));
            }
        }
        return values;
    }
}
