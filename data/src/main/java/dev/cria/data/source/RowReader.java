package dev.cria.data.source;

/** The rows of one file, in its order. Used by one thread. */
public interface RowReader extends AutoCloseable {

    /**
     * The next row, or null after the last one.
     *
     * @throws dev.cria.checkpoints.UserException when the rest of the file cannot be read
     */
    Row next();

    /** How many bytes of the file have been consumed, for a progress bar. */
    long bytesRead();

    @Override
    void close();
}
