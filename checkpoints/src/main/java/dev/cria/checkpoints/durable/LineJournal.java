package dev.cria.checkpoints.durable;

import dev.cria.checkpoints.UserException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines that grows, and is on disk as far as it has. A line that a killed process did not
 * finish is cut off.
 */
public final class LineJournal implements Closeable {

    private final Path file;
    private final FileChannel channel;

    private LineJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Is told of a line. */
    public interface Reader {

        /**
         * Called for each line.
         *
         * @param line without its end
         * @param number from 1
         */
        void line(String line, int number);
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param known is told of each line that is there, in their order
     */
    public static LineJournal open(Path file, Reader known) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            LineJournal journal = new LineJournal(file, channel);
            try {
                channel.truncate(journal.read(known));
                channel.position(channel.size());
                return journal;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    /** Reads all lines that are complete; answers where the last of them ends. */
    private long read(Reader known) throws IOException {
        // Not closed: closing it would close the channel.
        InputStream bytes = new BufferedInputStream(Channels.newInputStream(channel));
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long end = 0;
        int number = 0;
        for (int b = bytes.read(); b >= 0; b = bytes.read()) {
            if (b != '\n') {
                line.write(b);
                continue;
            }
            known.line(line.toString(StandardCharsets.UTF_8), ++number);
            end += line.size() + 1L;
            line.reset();
        }
        return end;
    }

    /** Adds lines, without their ends; they are on disk afterwards. */
    public void add(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(
                            (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserException(file + ": cannot be closed: " + e, e);
        }
    }
}
