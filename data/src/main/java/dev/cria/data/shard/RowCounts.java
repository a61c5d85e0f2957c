package dev.cria.data.shard;

/**
 * What was read to make examples.
 *
 * @param format how the rows are laid out
 * @param found the kinds of files and the names of columns; empty where nobody looked
 * @param rows rows that gave an example
 * @param badRows rows that could not be read
 */
public record RowCounts(String format, String found, long rows, long badRows) {

    /** Of rows whose columns nobody looked at. */
    public RowCounts(String format, long rows, long badRows) {
        this(format, "", rows, badRows);
    }
}
