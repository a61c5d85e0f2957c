package dev.cria.data.dataset;

import java.util.List;

/**
 * The examples of a data set and what became of its rows.
 *
 * @param examples in the order of the file
 * @param format the format that was read, detected if it was not given
 * @param rows number of rows read
 * @param tooLong rows left out because they are too long
 * @param truncated rows whose end was cut off
 * @param withoutTarget rows left out because no token of them carries loss
 */
public record Loaded<T>(
        List<T> examples,
        DatasetFormat format,
        long rows,
        long tooLong,
        long truncated,
        long withoutTarget) {

    /** One line that a run prints about the data it read. */
    public String summary() {
        return examples.size()
                + " examples of "
                + rows
                + " rows ("
                + format.label()
                + "): "
                + tooLong
                + " too long, "
                + truncated
                + " truncated, "
                + withoutTarget
                + " without anything to learn";
    }
}
