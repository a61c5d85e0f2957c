package dev.cria.data.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An array of longs, 0 at first, in a temporary file: no heap, and as long as the disk is large.
 * Writes to one index by one thread are seen by others as those of an array would be.
 */
public final class DiskLongs {

    private static final int PIECE = 1 << 27;
    private static final int ZEROS_BYTES = 1 << 20;

    private final LongBuffer[] pieces;

    /** Creates the file, of its full size: a full disk is found here and not by a later write. */
    public DiskLongs(Path file, long size) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            long bytes = size * 8;
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(bytes, ZEROS_BYTES));
            while (channel.position() < bytes) {
                zeros.rewind().limit((int) Math.min(zeros.capacity(), bytes - channel.position()));
                channel.write(zeros);
            }
            pieces = new LongBuffer[(int) ((size + PIECE - 1) / PIECE)];
            for (int i = 0; i < pieces.length; i++) {
                long start = (long) i * PIECE;
                long length = Math.min(size - start, PIECE);
                pieces[i] =
                        channel.map(FileChannel.MapMode.READ_WRITE, start * 8, length * 8)
                                .asLongBuffer();
            }
        }
    }

    /** The value at an index. */
    public long get(long index) {
        return pieces[(int) (index / PIECE)].get((int) (index % PIECE));
    }

    /** Sets the value at an index. */
    public void set(long index, long value) {
        pieces[(int) (index / PIECE)].put((int) (index % PIECE), value);
    }
}
