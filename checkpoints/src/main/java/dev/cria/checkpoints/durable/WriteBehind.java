package dev.cria.checkpoints.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Forces a file to disk piece by piece while it is still being written, so that the disk does not
 * wait for the last byte. A force that fails is told by the next call and never tried again: what
 * was to be written may be gone, and the system tells only once.
 */
final class WriteBehind {

    private static final long PIECE_BYTES = 32 << 20;

    private final FileChannel channel;
    private CompletableFuture<Void> force = CompletableFuture.completedFuture(null);
    private long written;

    WriteBehind(FileChannel channel) {
        this.channel = channel;
    }

    /** To be told of every write. */
    void wrote(long bytes) throws IOException {
        written += bytes;
        if (written >= PIECE_BYTES && force.isDone()) {
            finish();
            written = 0;
            force = CompletableFuture.runAsync(this::forceData);
        }
    }

    /** Waits for the force that is under way. */
    void finish() throws IOException {
        try {
            force.join();
        } catch (CompletionException failure) {
            throw new IOException(failure.getCause().getMessage(), failure.getCause());
        }
    }

    private void forceData() {
        try {
            channel.force(false);
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }
}
