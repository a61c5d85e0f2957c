package dev.cria.data.work;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.RunLock;
import java.io.IOException;
import java.nio.file.Path;

/** A folder in which one process works at a time. */
public final class WorkFolder {

    private WorkFolder() {}

    /** What is done in it. */
    public interface Work<T> {

        /** Runs to the end, or goes on with what was killed. */
        T run() throws IOException, InterruptedException;
    }

    /**
     * Does work in a folder.
     *
     * @throws UserException when another process works there, or the folder cannot be written
     */
    public static <T> T lockedFor(Path folder, Work<T> work) {
        RunLock lock = RunLock.acquire(folder);
        try {
            return work.run();
        } catch (IOException e) {
            throw new UserException(
                    "cannot write %s: %s; check the place, its permissions and its free space"
                            .formatted(folder, e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            lock.close();
        }
    }
}
