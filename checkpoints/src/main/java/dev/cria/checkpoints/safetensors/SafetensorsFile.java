package dev.cria.checkpoints.safetensors;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

/**
 * A safetensors file, mapped a window at a time: 8 bytes of header length, a JSON header, the
 * tensors' bytes. Nothing is allocated from a declared size before it is compared with the file.
 */
public final class SafetensorsFile implements TensorSource {

    /** The reference implementation's limit. */
    private static final long MAX_HEADER = 100_000_000;

    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /** Opens a file and checks its header. */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            if (size < 8) {
                throw new CorruptFileException(
                        file, "%d bytes are too few for safetensors".formatted(size));
            }
            long length = read(channel, 0, 8).getLong();
            if (length < 2 || length > MAX_HEADER || length > size - 8) {
                throw new CorruptFileException(
                        file,
                        "the header claims %d bytes, but the file has %d and headers at most %d; is this a safetensors file?"
                                .formatted(length, size, MAX_HEADER));
            }
            byte[] json = read(channel, 8, (int) length).array();
            SafetensorsHeader header = SafetensorsHeader.parse(file, json, size - 8 - length);
            SafetensorsFile opened = new SafetensorsFile(channel, header, 8 + length);
            channel = null;
            return opened;
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UserException("a file cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /** The free-form strings of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        Objects.checkFromIndexSize(byteOffset, (long) byteLength, info.byteSize());
        long position = dataStart + header.offsets().get(name) + byteOffset;
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, position, byteLength)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UserException("tensor " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
