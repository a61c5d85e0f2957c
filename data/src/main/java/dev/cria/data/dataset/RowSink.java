package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes the rows of a file one after another. */
interface RowSink {

    /**
     * Takes a row.
     *
     * @param number the line of a .jsonl file, otherwise which row it is, from 1
     * @return whether more rows are wanted
     */
    boolean accept(ObjectNode row, long number);
}
