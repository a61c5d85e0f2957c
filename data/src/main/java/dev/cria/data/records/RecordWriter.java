package dev.cria.data.records;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes records to a temporary file: blocks of some records, each behind its length in bytes and
 * its CRC32C.
 */
final class RecordWriter implements Closeable {

    static final int HEADER_BYTES = 8;

    private final FileChannel channel;
    private final int width;
    private final ByteBuffer block;

    /** Creates the file, or empties it. */
    RecordWriter(Path file, int width, int blockBytes) throws IOException {
        this.width = width;
        this.block = ByteBuffer.allocate(HEADER_BYTES + blockBytes / 8 / width * width * 8);
        block.position(HEADER_BYTES);
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
    }

    /** Appends a record. */
    void write(long[] records, int offset) throws IOException {
        if (block.remaining() < width * 8) {
            flush();
        }
        for (int i = 0; i < width; i++) {
            block.putLong(records[offset + i]);
        }
    }

    private void flush() throws IOException {
        int length = block.position() - HEADER_BYTES;
        if (length > 0) {
            CRC32C crc = new CRC32C();
            crc.update(block.array(), HEADER_BYTES, length);
            block.putInt(0, length).putInt(4, (int) crc.getValue()).flip();
            while (block.hasRemaining()) {
                channel.write(block);
            }
            block.clear().position(HEADER_BYTES);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
