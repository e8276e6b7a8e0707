package io.frontugateway.cache;

/** The content codings in which a finished document is at hand (RFC 9110, section 8.4.1). */
public enum Coding {
    /** As it is. */
    IDENTITY,
    /** Compressed by gzip. */
    GZIP
}
