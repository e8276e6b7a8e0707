package io.frontugateway.catalogue;

/** What an entity can be found by. */
public enum Identity {
    GUID("guid"),
    SYSTEM_ID("systemId");

    private final String member;

    Identity(String member) {
        this.member = member;
    }

    /** Name of the member and of the query parameter, {@code guid} or {@code systemId}. */
    public String member() {
        return member;
    }
}
