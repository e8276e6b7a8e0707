package io.frontugateway.catalogue;

/** On what a fact of the catalogue rests. */
public enum Source {
    /** Frontu's public reference states or shows it. */
    DOCUMENTED,
    /** Concluded from patterns; to be verified against a tenant, and overridden where it is wrong. */
    INFERRED,
    /** Set by the operator's override file. */
    OVERRIDDEN
}
