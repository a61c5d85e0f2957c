package dev.cria.trainer.distill;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.CorruptFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The layout of a file of a teacher's probabilities: a line of JSON, and behind it a frame for each
 * row, little-endian: its size (int32), the CRC-32C of what follows, and {@link StoredRow#bytes}.
 */
final class StoreFile {

    static final int FRAME = 2 * Integer.BYTES;

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_HEADER = 1 << 16;

    private StoreFile() {}

    /**
     * The first line.
     *
     * @param length of the line, in bytes
     */
    record Start(StoreHeader header, long length) {}

    /** Is told of each whole row and of where its frame begins. */
    interface Visitor {
        void row(StoredRow row, long position);
    }

    static ByteBuffer header(StoreHeader header) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write(JSON.writeValueAsBytes(header));
        line.write('\n');
        return ByteBuffer.wrap(line.toByteArray());
    }

    /** The first line; null where a process was killed before it was there. */
    static Start start(FileChannel channel, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST_HEADER, channel.size()));
        readFully(channel, bytes, 0);
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) == '\n') {
                try {
                    StoreHeader header = JSON.readValue(bytes.array(), 0, i, StoreHeader.class);
                    if (header.format() == StoreHeader.FORMAT && header.topK() > 0) {
                        return new Start(header, i + 1L);
                    }
                } catch (IOException damaged) {
                    throw isNone(file, damaged);
                }
                throw isNone(file, null);
            }
        }
        if (bytes.limit() == LONGEST_HEADER) {
            throw isNone(file, null);
        }
        return null;
    }

    private static CorruptFileException isNone(Path file, IOException damaged) {
        return new CorruptFileException(
                file,
                "its first line is not that of a teacher's probabilities, as stage distill writes them",
                damaged);
    }

    /**
     * Goes through all rows that are whole.
     *
     * @return where the last of them ends
     */
    static long scan(FileChannel channel, Start start, Visitor visitor) throws IOException {
        long position = start.length();
        for (ByteBuffer frame = frame(channel, position);
                frame != null;
                frame = frame(channel, position)) {
            long next = position + FRAME + frame.remaining();
            try {
                visitor.row(StoredRow.read(frame, start.header().topK()), position);
            } catch (BufferUnderflowException damaged) {
                return position;
            }
            position = next;
        }
        return position;
    }

    /** What a frame holds; null where there is none that is whole. */
    static ByteBuffer frame(FileChannel channel, long position) throws IOException {
        ByteBuffer start = StoredRow.littleEndian(FRAME);
        if (position + FRAME > channel.size()) {
            return null;
        }
        readFully(channel, start, position);
        int size = start.getInt(0);
        if (size < 0 || position + FRAME + size > channel.size()) {
            return null;
        }
        ByteBuffer row = StoredRow.littleEndian(size);
        readFully(channel, row, position + FRAME);
        return StoredRow.crc(row) == start.getInt(Integer.BYTES) ? row : null;
    }

    static ByteBuffer framed(StoredRow row) {
        ByteBuffer bytes = row.bytes();
        return StoredRow.littleEndian(FRAME + bytes.remaining())
                .putInt(bytes.remaining())
                .putInt(StoredRow.crc(bytes))
                .put(bytes)
                .flip();
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long position)
            throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        into.flip();
    }
}
