package dev.cria.checkpoints.safetensors;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.RegularFiles;
import dev.cria.checkpoints.foreign.Conversion;
import dev.cria.checkpoints.foreign.ForeignFormat;
import dev.cria.checkpoints.tensors.FileRegion;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A safetensors file read through memory maps that are made when first needed: of all its data, or
 * of each tensor where they are larger than a buffer can be (2 GiB). The file must not be truncated
 * while it is open.
 */
public final class SafetensorsFile implements TensorSource {

    /** The bound of the reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = 8;

    /** The key of the only map of a file that needs no more. */
    private static final String ALL = "all tensors";

    private static final int FOREIGN_HEAD_BYTES = 4096;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final Map<String, TensorInfo> tensors;
    private final long dataStart;
    private final long dataBytes;
    private final Map<String, ByteBuffer> maps = new ConcurrentHashMap<>();

    private SafetensorsFile(
            Path file,
            FileChannel channel,
            SafetensorsHeader header,
            long dataStart,
            long dataBytes) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> infos.put(name, entry.info()));
        this.tensors = Collections.unmodifiableMap(infos);
    }

    /**
     * @throws UserException when the file is absent, unreadable or uses an unsupported type
     * @throws CorruptFileException when the header is damaged or does not match the file's size
     */
    public static SafetensorsFile open(Path file) {
        RegularFiles.require(file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return read(file, channel);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (NoSuchFileException absent) {
            throw new UserException(file + " does not exist", absent);
        } catch (IOException failure) {
            throw new UserException("cannot read " + file + ": " + failure, failure);
        }
    }

    private static SafetensorsFile read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new CorruptFileException(file, "has " + size + " bytes, too few for a header");
        }
        refuseForeign(file, channel, size);
        long length = readFully(file, channel, 0, LENGTH_BYTES).getLong();
        long most = Math.min(MAX_HEADER_BYTES, size - LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw new CorruptFileException(
                    file, 0, "header length", "at most " + most, Long.toUnsignedString(length));
        }
        long dataStart = LENGTH_BYTES + length;
        byte[] json = readFully(file, channel, LENGTH_BYTES, (int) length).array();
        try {
            SafetensorsHeader header = SafetensorsHeader.parse(json, size - dataStart);
            return new SafetensorsFile(file, channel, header, dataStart, size - dataStart);
        } catch (SafetensorsHeader.Malformed malformed) {
            throw new CorruptFileException(file, malformed.getMessage(), malformed);
        } catch (CorruptFileException corrupt) {
            throw corrupt;
        } catch (UserException unsupported) {
            throw new UserException(file + ": " + unsupported.getMessage(), unsupported);
        }
    }

    /** Told by the content: some of these formats run code where they are parsed. */
    private static void refuseForeign(Path file, FileChannel channel, long size)
            throws IOException {
        int known = (int) Math.min(size, FOREIGN_HEAD_BYTES);
        byte[] bytes = new byte[known];
        ByteBuffer head = readFully(file, channel, 0, known);
        head.get(0, bytes);
        long length = head.getLong(0);
        boolean header = length > 0 && length <= size - LENGTH_BYTES && size > LENGTH_BYTES;
        if (header && head.get(LENGTH_BYTES) == '{') {
            return;
        }
        ForeignFormat format = ForeignFormat.of(bytes).orElse(null);
        if (format != null) {
            throw new CorruptFileException(file, Conversion.ofFile(format, file));
        }
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, long at, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new CorruptFileException(file, "was truncated while it was read");
            }
        }
        return bytes.flip();
    }

    /** The header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
        if (!channel.isOpen()) {
            throw new IllegalStateException(file + " is closed");
        }
        long size = info(name).byteSize();
        Objects.checkFromIndexSize(byteOffset, byteLength, size);
        long begin = header.entries().get(name).begin();
        if (dataBytes <= Integer.MAX_VALUE) {
            ByteBuffer all = maps.computeIfAbsent(ALL, key -> map(key, 0, dataBytes));
            return slice(all, begin + byteOffset, byteLength);
        }
        if (size > Integer.MAX_VALUE) {
            return map(name, begin + byteOffset, byteLength);
        }
        return slice(
                maps.computeIfAbsent(name, key -> map(key, begin, size)), byteOffset, byteLength);
    }

    @Override
    public Optional<FileRegion> region(String name) {
        info(name);
        return Optional.of(new FileRegion(file, dataStart + header.entries().get(name).begin()));
    }

    private static ByteBuffer slice(ByteBuffer map, long offset, int length) {
        return map.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @param begin from the first byte behind the header
     */
    private ByteBuffer map(String what, long begin, long length) {
        if (length == 0) {
            return ByteBuffer.allocateDirect(0).asReadOnlyBuffer();
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + begin, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException failure) {
            throw new UserException(
                    "cannot map %s of %s: %s".formatted(what, file, failure), failure);
        }
    }

    @Override
    public void close() {
        maps.clear();
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UserException("cannot close " + file + ": " + failure, failure);
        }
    }
}
