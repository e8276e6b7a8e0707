package io.frontugateway.catalogue;

import io.frontugateway.catalogue.Operations.Paging;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what Frontu offers for one resource. */
final class OperationsReader {
    private static final String GUID = "{guid}";
    private static final Pattern PATH = Pattern.compile("(/(\\{guid}|[A-Za-z0-9_~.-]+))+/?");
    private static final FieldType[] FILTER_TYPES = {
        FieldType.STRING, FieldType.INTEGER, FieldType.NUMBER, FieldType.BOOLEAN, FieldType.DATE_TIME
    };
    /** Query parameters of the gateway's own. */
    private static final Set<String> OURS =
            Set.of("updatedSince", "updatedUntil", "archived", "limit", "cursor", "wait");
    /** Query parameters of Frontu's that the gateway sets itself. */
    private static final Set<String> THEIRS = Set.of("version", "versionTo", "page", "items", "access_token");

    private enum Known {
        DOCUMENTED,
        INFERRED,
        OVERRIDDEN,
        ABSENT
    }

    private final Section resource;
    private final Function<String, @Nullable String> unknown;
    private final List<String> gone;

    OperationsReader(Section resource, Function<String, @Nullable String> unknown, List<String> gone) {
        this.resource = resource;
        this.unknown = unknown;
        this.gone = gone;
    }

    Operations read() {
        return new Operations(
                list(),
                single("single"),
                single("full"),
                content(),
                upsert(),
                resource.items("uploads").stream()
                        .map(this::upload)
                        .filter(Objects::nonNull)
                        .toList(),
                copy());
    }

    private Operations.@Nullable ListRead list() {
        var list = resource.section("list");
        if (list == null) {
            return null;
        }
        list.only("path", "paging", "version", "versionTo", "showsArchived", "filters", "source");
        return new Operations.ListRead(
                path(list, false),
                list.choice("paging", "a way of paging", Paging.PAGE_AND_ITEMS, Paging.values()),
                known(list, "version"),
                known(list, "versionTo"),
                list.flag("showsArchived", true),
                filters(list),
                list.source());
    }

    private static @Nullable Source known(Section list, String key) {
        var known = list.choice(key, "known", Known.ABSENT, Known.values());
        return known == Known.ABSENT ? null : Source.valueOf(known.name());
    }

    private static Map<String, Filter> filters(Section list) {
        var filters = new LinkedHashMap<String, Filter>();
        var taken = new HashMap<String, String>();
        list.sections("filters").forEach((name, section) -> filters.put(name, filter(name, section, taken)));
        return filters;
    }

    private static Filter filter(String name, Section section, Map<String, String> taken) {
        section.only("frontu", "type", "required", "exact", "source", "description");
        if (!FieldReader.CAMEL.matcher(name).matches()) {
            section.fault("the name of a filter is in camelCase, for example billStatus");
        } else if (OURS.contains(name)) {
            section.fault("this name is the gateway's own");
        }
        var frontu = section.text("frontu", name);
        var other = taken.putIfAbsent(frontu, name);
        if (other != null) {
            section.fault("frontu", "Frontu's name \"" + frontu + "\" is also that of the filter " + other);
        }
        if (THEIRS.contains(frontu)) {
            section.fault("frontu", "the gateway sets \"" + frontu + "\" itself");
        }
        return new Filter(
                name,
                frontu,
                section.choice("type", "a type of a filter", FieldType.STRING, FILTER_TYPES),
                section.flag("required", false),
                section.flag("exact", false),
                section.source(),
                section.text("description", ""));
    }

    private Operations.@Nullable SingleRead single(String key) {
        var single = resource.section(key);
        if (single == null) {
            return null;
        }
        single.only("path", "by", "answersList", "source");
        var path = path(single, true);
        var by = by(single);
        if (path.contains(GUID) && !by.equals(Set.of(Identity.GUID))) {
            single.fault("by", "a path with {guid} finds by guid only; allowed: [guid]");
        }
        return new Operations.SingleRead(path, by, single.flag("answersList", false), single.source());
    }

    private Operations.@Nullable Content content() {
        var content = resource.section("content");
        if (content == null) {
            return null;
        }
        content.only("path", "source");
        var path = path(content, true);
        if (!path.isEmpty() && !path.contains(GUID)) {
            content.fault("path", "has to hold {guid}");
        }
        return new Operations.Content(path, content.source());
    }

    private Operations.@Nullable Upsert upsert() {
        var upsert = resource.section("upsert");
        if (upsert == null) {
            return null;
        }
        upsert.only("path", "by", "repeatable", "source");
        return new Operations.Upsert(path(upsert, false), by(upsert), upsert.flag("repeatable", true), upsert.source());
    }

    private Operations.@Nullable Upload upload(Section upload) {
        upload.only("path", "filePart", "ownerPart", "owner", "source");
        var owner = upload.demanded("owner");
        if (gone.contains(owner) && !upload.overridden("owner")) {
            return null;
        }
        var fault = owner.isEmpty() ? null : unknown.apply(owner);
        if (fault != null) {
            upload.fault("owner", fault);
        }
        return new Operations.Upload(
                path(upload, false), upload.demanded("filePart"), upload.demanded("ownerPart"), owner, upload.source());
    }

    private Operations.@Nullable Copy copy() {
        var copy = resource.section("copy");
        if (copy == null) {
            return null;
        }
        copy.only("path", "item", "source");
        return new Operations.Copy(path(copy, false), copy.demanded("item"), copy.source());
    }

    private static Set<Identity> by(Section section) {
        var by = EnumSet.noneOf(Identity.class);
        for (var text : section.texts("by")) {
            if (text.equals(Identity.GUID.member())) {
                by.add(Identity.GUID);
            } else if (text.equals(Identity.SYSTEM_ID.member())) {
                by.add(Identity.SYSTEM_ID);
            } else {
                section.fault("by", "\"" + text + "\" is not an identity; allowed: guid, systemId");
            }
        }
        if (!section.has("by")) {
            section.fault("\"by\" is missing; allowed: [guid], [systemId], [guid, systemId]");
        } else if (by.isEmpty()) {
            section.fault("by", "names no identity; allowed: guid, systemId");
        }
        return java.util.Collections.unmodifiableSet(by);
    }

    private static String path(Section section, boolean withGuid) {
        var path = section.demanded("path");
        if (path.isEmpty()) {
            return path;
        }
        if (!PATH.matcher(path).matches() || path.contains("/../") || path.contains("/./") || path.endsWith("..")) {
            section.fault(
                    "path", "\"" + path + "\" is not a path; expected is / and plain segments, for example /tasks");
        } else if (path.indexOf(GUID) != path.lastIndexOf(GUID)) {
            section.fault("path", "{guid} stands more than once");
        } else if (!withGuid && path.contains(GUID)) {
            section.fault("path", "{guid} is allowed in the paths of single, full and content only");
        }
        return path;
    }
}
