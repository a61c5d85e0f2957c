package dev.cria.data.mix;

import dev.cria.data.shard.PackedFile;
import dev.cria.data.shard.PackedRows;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes units on a thread of its own, so that tokenising goes on while a disk takes its time: one
 * unit is written while the next one is filled.
 */
final class UnitWriter implements AutoCloseable {

    private static final int FIRST_ROOM = 1 << 16;

    private final FileLog log;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread made = new Thread(task, "mix-write");
                        made.setDaemon(true);
                        return made;
                    });
    private PackedRows filling = new PackedRows(FIRST_ROOM);
    private PackedRows other = new PackedRows(FIRST_ROOM);
    private Future<?> writing;

    UnitWriter(FileLog log) {
        this.log = log;
    }

    /** The rows of the unit that comes next. */
    PackedRows rows() {
        return filling;
    }

    /** Ends a unit; waits for the one before it. */
    void end(UnitFacts facts) throws IOException {
        await();
        PackedRows full = filling;
        filling = other;
        other = full;
        filling.clear();
        writing =
                thread.submit(
                        () -> {
                            PackedFile.Content content =
                                    full.rows() == 0
                                            ? null
                                            : PackedFile.write(log.file(log.size()), full);
                            log.add(new FileLog.Entry(content, facts));
                            return null;
                        });
    }

    /** Waits until everything is on the disk. */
    void await() throws IOException {
        if (writing == null) {
            return;
        }
        try {
            writing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
