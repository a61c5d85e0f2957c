package dev.cria.data.source;

import com.github.luben.zstd.ZstdIOException;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.ZipException;

/** The lines of a plain or packed file as bytes, so that a bad encoding spoils one line only. */
public final class LineInput implements AutoCloseable {

    /** Longer lines are no documents but damage; the limit keeps memory bounded. */
    public static final int MAX_LINE_BYTES = 16 << 20;

    /** What {@link #next} gives for a line that is longer than that. */
    public static final byte[] TOO_LONG = new byte[0];

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final InputStream stream;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /** Lines of what a process writes about a file. */
    LineInput(Path file, InputStream stream) {
        this.file = file;
        this.stream = stream;
        channel = null;
    }

    /**
     * The lines of a file, unpacked by the end of its name.
     *
     * @throws UserException if it cannot be read
     */
    public LineInput(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                stream = Compression.of(file).unpack(Channels.newInputStream(channel));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The next line without its end, {@link #TOO_LONG}, or null after the last one. */
    public byte[] next() {
        if (position == limit && !fill()) {
            return null;
        }
        int end = endOfLine();
        if (end < limit) {
            byte[] line = Arrays.copyOfRange(buffer, position, end);
            position = end + 1;
            return line;
        }
        return longLine();
    }

    /** The next line if no more need be read for it; null otherwise. */
    byte[] buffered() {
        return position < limit && endOfLine() < limit ? next() : null;
    }

    /** A line that goes beyond the buffer. */
    private byte[] longLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(2 * BUFFER_BYTES);
        boolean tooLong = false;
        do {
            int end = endOfLine();
            tooLong |= line.size() + (end - position) > MAX_LINE_BYTES;
            if (!tooLong) {
                line.write(buffer, position, end - position);
            }
            position = end;
            if (end < limit) {
                position++;
                break;
            }
        } while (fill());
        return tooLong ? TOO_LONG : line.toByteArray();
    }

    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    long bytesRead() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private boolean fill() {
        try {
            position = 0;
            limit = Math.max(stream.read(buffer), 0);
            return limit > 0;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UserException failure(IOException e) {
        if (e instanceof EOFException
                || e instanceof ZipException
                || e instanceof ZstdIOException
                || Compression.of(file) == Compression.ZSTD) {
            return new CorruptFileException(
                    file, "is cut short or not what its name says (" + e.getMessage() + ")", e);
        }
        return new UserException(file + ": cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try (channel) {
            stream.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
