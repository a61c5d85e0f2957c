package dev.cria.data.records;

import dev.cria.checkpoints.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Sorted records in a file that is looked into where it lies, by several threads at once. The file
 * ends with the number of columns and the CRC32C of all before it.
 */
public final class RecordTable {

    private static final int FOOTER_BYTES = 16;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_MAPPED_BYTES = 1 << 30;

    private final LongBuffer[] pieces;
    private final int width;
    private final int perPiece;
    private final long size;

    private RecordTable(LongBuffer[] pieces, int width, int perPiece, long size) {
        this.pieces = pieces;
        this.width = width;
        this.perPiece = perPiece;
        this.size = size;
    }

    /** Writes all records of a reader, which have to come in their order. */
    public static void write(Path file, int width, RecordReader sorted) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES / 8 / width * width * 8 + width * 8);
        CRC32C crc = new CRC32C();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (sorted.next()) {
                if (buffer.remaining() < width * 8) {
                    flush(buffer, crc, channel);
                }
                for (int i = 0; i < width; i++) {
                    buffer.putLong(sorted.get(i));
                }
            }
            flush(buffer, crc, channel);
            buffer.putLong(width).putLong(crc.getValue());
            flush(buffer, crc, channel);
        }
    }

    private static void flush(ByteBuffer buffer, CRC32C crc, FileChannel channel)
            throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /**
     * Opens a table and compares it with its checksum.
     *
     * @throws CorruptFileException if it is not what was written
     */
    public static RecordTable open(Path file, int width) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size() - FOOTER_BYTES;
            if (bytes < 0 || bytes % (width * 8L) != 0) {
                throw damaged(file);
            }
            int perPiece = MAX_MAPPED_BYTES / 8 / width;
            long size = bytes / 8 / width;
            LongBuffer[] pieces = new LongBuffer[(int) ((size + perPiece - 1) / perPiece)];
            CRC32C crc = new CRC32C();
            for (int i = 0; i < pieces.length; i++) {
                long start = (long) i * perPiece * width * 8;
                long length = Math.min(bytes - start, (long) perPiece * width * 8);
                ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
                crc.update(mapped.duplicate());
                pieces[i] = mapped.asLongBuffer();
            }
            ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES);
            while (footer.hasRemaining() && channel.read(footer, bytes + footer.position()) >= 0) {
                // reads on
            }
            if (footer.getLong(0) != width || footer.getLong(8) != crc.getValue()) {
                throw damaged(file);
            }
            return new RecordTable(pieces, width, perPiece, size);
        }
    }

    private static CorruptFileException damaged(Path file) {
        return new CorruptFileException(
                file, "is damaged; delete the folder that it is in, and start again");
    }

    /** How many records there are. */
    public long size() {
        return size;
    }

    /** A column of a record. */
    public long get(long index, int column) {
        LongBuffer piece = pieces[(int) (index / perPiece)];
        return piece.get((int) (index % perPiece) * width + column);
    }

    /** The index of the first record that begins with these columns; -1 if none does. */
    public long find(long... columns) {
        long first = findFrom(columns);
        return first < size && compare(first, columns) == 0 ? first : -1;
    }

    /** The index of the first record that begins with these columns or more; the size if none. */
    public long findFrom(long... columns) {
        long low = 0;
        long high = size;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (compare(middle, columns) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(long index, long[] columns) {
        for (int i = 0; i < columns.length; i++) {
            int order = Long.compare(get(index, i), columns[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
