package io.frontugateway.reads;

/**
 * Makes sense of a body that comes in pieces. Every method may throw a {@code ProblemException}; after that, only
 * {@link #close} is called. Used by one thread at a time.
 */
interface BodyParser<T> extends AutoCloseable {
    /**
     * Takes the next bytes.
     *
     * @return false when the rest is not needed
     */
    boolean feed(byte[] bytes);

    /** There are no more bytes. Not called where {@link #feed} has said that the rest is not needed. */
    void end();

    /** What was found, after the end or when the rest is not needed. */
    T outcome();

    /** Gives buffers back; to be called exactly once. */
    @Override
    void close();
}
