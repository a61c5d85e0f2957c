package dev.cria.data.source;

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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The lines of a plain or gzip file as bytes, so that a bad encoding spoils one line only. */
final class LineInput implements AutoCloseable {

    /** Longer lines are no documents but damage; the limit keeps memory bounded. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final InputStream stream;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    LineInput(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                InputStream raw = Channels.newInputStream(channel);
                boolean zipped = file.getFileName().toString().endsWith(".gz");
                stream = zipped ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The next line without its end, or null after the last one. */
    byte[] next() {
        ByteArrayOutputStream line = null;
        while (true) {
            if (position == limit && !fill()) {
                return line == null ? null : line.toByteArray();
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (line == null) {
                line = new ByteArrayOutputStream(end - position);
            }
            line.write(buffer, position, end - position);
            if (line.size() > MAX_LINE_BYTES) {
                throw new UserException(
                        file + ": has a line of more than " + MAX_LINE_BYTES + " bytes; split it");
            }
            position = end;
            if (end < limit) {
                position++;
                return line.toByteArray();
            }
        }
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
        if (e instanceof EOFException || e instanceof ZipException) {
            return new CorruptFileException(
                    file, "is cut short or not a gzip file (" + e.getMessage() + ")", e);
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
