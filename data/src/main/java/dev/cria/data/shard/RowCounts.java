package dev.cria.data.shard;

/**
 * What was read to make examples.
 *
 * @param format how the rows are laid out
 * @param rows rows that gave an example
 * @param badRows rows that could not be read
 */
public record RowCounts(String format, long rows, long badRows) {}
