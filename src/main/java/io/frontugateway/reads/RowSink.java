package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who gets the rows of a list, one at a time. */
interface RowSink {
    /** What to do with a row that begins. */
    enum Wish {
        BUILD,
        SKIP,
        /** Neither this row nor anything after it is needed. */
        STOP
    }

    /**
     * A row begins.
     *
     * @param index its place among the rows of this answer, from 0
     */
    Wish wish(int index);

    /**
     * A row that was wished for.
     *
     * @param row as Frontu sent it
     * @param bytes its length in the answer
     */
    void row(int index, ObjectNode row, long bytes);
}
