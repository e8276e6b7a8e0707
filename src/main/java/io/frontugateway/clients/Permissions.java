package io.frontugateway.clients;

import java.util.Set;

/** What a client may do: {@code <resource>:read}, {@code <resource>:write}, {@code *:read}, {@code *:write}, {@code passthrough}, {@code operate}. */
public record Permissions(Set<String> granted) {
    public Permissions {
        granted = Set.copyOf(granted);
    }

    /** Whether entities of the resource may be read. */
    public boolean mayRead(String resource) {
        return granted.contains("*:read") || granted.contains(resource + ":read");
    }

    /** Whether entities of the resource may be written. */
    public boolean mayWrite(String resource) {
        return granted.contains("*:write") || granted.contains(resource + ":write");
    }

    /** Whether Frontu may be called in its own spelling, read and write. */
    public boolean mayPassThrough() {
        return granted.contains("passthrough");
    }

    /** Whether it may see and steer what belongs to every client. */
    public boolean mayOperate() {
        return granted.contains("operate");
    }
}
