package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** Text for a parser that holds a row whole, however long that is. */
final class BoundedText extends Reader {

    private final Reader text;
    private final Path path;
    private long left;

    BoundedText(Reader text, Path path, long first) {
        this.text = text;
        this.path = path;
        left = first;
    }

    /** How many more characters may be read from now on. */
    void allow(long characters) {
        left = characters;
    }

    /**
     * Reads some.
     *
     * @throws UserException if all that may be read has been
     */
    @Override
    public int read(char[] to, int offset, int length) throws IOException {
        if (left <= 0) {
            throw new UserException(
                    path
                            + ": has a row of more than 16 MiB; expected a list of objects, each of them a row");
        }
        int count = text.read(to, offset, length);
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
