package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts rows that cannot be read and stops a run that has too many of them. */
public final class BadRows {

    private static final int NUM_NAMED = 10;

    private final int limit;
    private final List<String> examples = new ArrayList<>();
    private long count;

    /** Tolerates {@code limit} bad rows; zero makes the first one fatal. */
    public BadRows(int limit) {
        this.limit = limit;
    }

    /** Records a bad row; rows count from one. */
    public void add(Path file, long row, String problem) {
        String message = file + ":" + row + ": " + problem;
        count++;
        if (examples.size() < NUM_NAMED) {
            examples.add(message);
        }
        if (count > limit) {
            throw new UserException(
                    message
                            + "; that is bad row number "
                            + count
                            + " and "
                            + limit
                            + " are allowed: mend the file or raise bad_row_limit");
        }
    }

    /** The number of bad rows so far. */
    public long count() {
        return count;
    }

    /** The first bad rows, each as file:row: problem. */
    public List<String> examples() {
        return List.copyOf(examples);
    }
}
