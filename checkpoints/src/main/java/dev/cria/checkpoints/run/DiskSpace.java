package dev.cria.checkpoints.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;

/**
 * What a checkpoint needs and what is left.
 *
 * @param freeBytes -1 where it is unknown
 */
record DiskSpace(long neededBytes, long freeBytes) {

    /** Measures both; the contents are produced once more to be counted. */
    static DiskSpace of(Storage storage, Path folder, Collection<CheckpointFile> files) {
        CountingChannel counting = new CountingChannel();
        long free = -1;
        try {
            for (CheckpointFile file : files) {
                file.content().writeTo(counting);
            }
            free = storage.freeBytes(folder);
        } catch (IOException unknown) {
            // The message says so.
        }
        return new DiskSpace(counting.bytes, free);
    }

    /** Whether a failure to write comes from too little space. */
    boolean isTheReasonFor(UserException failure) {
        String what = String.valueOf(failure.getMessage());
        return (freeBytes >= 0 && freeBytes < neededBytes)
                || what.contains("No space left on device") // ENOSPC
                || what.contains("Disk quota exceeded"); // EDQUOT
    }

    /** The message for the user. */
    UserException tooLittle(Path target, UserException failure) {
        return new UserException(
                "cannot write %s, the disk is full: %s; make room or lower save_total_limit; earlier checkpoints are untouched"
                        .formatted(target, this),
                failure);
    }

    @Override
    public String toString() {
        return "it needs %s, %s are free"
                .formatted(show(neededBytes), freeBytes < 0 ? "unknown" : show(freeBytes));
    }

    private static String show(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }

    private static final class CountingChannel implements WritableByteChannel {

        private long bytes;

        @Override
        public int write(ByteBuffer source) {
            int length = source.remaining();
            source.position(source.limit());
            bytes += length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
