package io.frontugateway.catalogue;

import java.util.ArrayList;
import java.util.List;

/** The gateway's calls that Frontu's operations on a resource make possible. */
public final class Calls {
    /**
     * One call.
     *
     * @param name what it does, for people and programs: {@code list}, {@code get}, {@code getBySystemId} …
     * @param method the gateway's method
     * @param path the gateway's path
     * @param frontuMethod the method of what Frontu is asked
     * @param frontuPath its path, relative to {@link Catalogue#base()}
     * @param source on what that rests
     */
    public record Call(
            String name, String method, String path, String frontuMethod, String frontuPath, Source source) {}

    private final List<Call> calls = new ArrayList<>();
    private final String root;

    private Calls(ResourceType resource) {
        this.root = "/v1/" + resource.name();
    }

    /** The calls, reads first. */
    public static List<Call> of(ResourceType resource) {
        var calls = new Calls(resource);
        calls.reads(resource.operations());
        calls.writes(resource.operations());
        return calls.calls;
    }

    private void reads(Operations operations) {
        var list = operations.list();
        if (list != null) {
            read("list", "", list.path(), list.source());
        }
        var single = operations.single();
        if (single != null) {
            single("get", single, "");
        }
        var full = operations.full();
        if (full != null) {
            single("full", full, "/full");
        }
        var content = operations.content();
        if (content != null) {
            read("content", "/{guid}/content", content.path(), content.source());
        }
    }

    private void single(String name, Operations.SingleRead single, String suffix) {
        if (single.by().contains(Identity.GUID)) {
            read(name, "/{guid}" + suffix, single.path(), single.source());
        }
        if (single.by().contains(Identity.SYSTEM_ID)) {
            read(name + "BySystemId", "/by-system-id/{systemId}" + suffix, single.path(), single.source());
        }
    }

    private void writes(Operations operations) {
        var upsert = operations.upsert();
        if (upsert != null) {
            upserts(upsert);
        }
        for (var upload : operations.uploads()) {
            write("upload", "POST", "", upload.path(), upload.source());
        }
        var copy = operations.copy();
        if (copy != null) {
            write("copy", "POST", "/copy", copy.path(), copy.source());
        }
    }

    private void upserts(Operations.Upsert upsert) {
        write("upsert", "POST", "", upsert.path(), upsert.source());
        write("batch", "POST", "/batch", upsert.path(), upsert.source());
        if (upsert.by().contains(Identity.GUID)) {
            changes("", "/{guid}", upsert);
        }
        if (upsert.by().contains(Identity.SYSTEM_ID)) {
            write("put", "PUT", "/by-system-id/{systemId}", upsert.path(), upsert.source());
            changes("BySystemId", "/by-system-id/{systemId}", upsert);
        }
    }

    private void changes(String suffix, String identity, Operations.Upsert upsert) {
        write("patch" + suffix, "PATCH", identity, upsert.path(), upsert.source());
        write("archive" + suffix, "DELETE", identity, upsert.path(), upsert.source());
        write("restore" + suffix, "POST", identity + "/restore", upsert.path(), upsert.source());
    }

    private void read(String name, String below, String frontuPath, Source source) {
        calls.add(new Call(name, "GET", root + below, "GET", frontuPath, source));
    }

    private void write(String name, String method, String below, String frontuPath, Source source) {
        calls.add(new Call(name, method, root + below, "POST", frontuPath, source));
    }
}
