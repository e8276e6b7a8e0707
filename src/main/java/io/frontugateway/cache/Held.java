package io.frontugateway.cache;

/** Something that takes room in memory. */
interface Held {
    /** How many bytes, about. */
    int weight();
}
