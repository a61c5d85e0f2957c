package dev.cria.data.curate;

/**
 * A place in the inputs of a pass, between two rows.
 *
 * @param file number of the file, from 0
 * @param rows how many of its rows lie before
 */
public record Position(int file, long rows) {

    /** Before the first row. */
    public static final Position START = new Position(0, 0);
}
