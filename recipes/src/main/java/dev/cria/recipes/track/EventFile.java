package dev.cria.recipes.track;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An event file: records of TFRecord, each its length (8 bytes, little-endian), the length's
 * checksum, the message, and the message's checksum. A record is handed to the operating system at
 * once, so that a killed process leaves a torn last record at most, which readers pass over.
 */
final class EventFile implements AutoCloseable {

    private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;

    private final FileChannel channel;

    private EventFile(FileChannel channel) {
        this.channel = channel;
    }

    /** A new file; one of this name must not exist. */
    static EventFile create(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return new EventFile(
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(byte[] message) {
        byte[] length =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(message.length)
                        .array();
        ByteBuffer record =
                ByteBuffer.allocate(FRAME + message.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(length)
                        .putInt(MaskedCrc.of(length))
                        .put(message)
                        .putInt(MaskedCrc.of(message))
                        .flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
