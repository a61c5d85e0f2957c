package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.UserException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lines that are on disk as soon as they are added. One that a killed process did not finish is cut
 * off when the file is opened again.
 */
final class LineJournal implements Closeable {

    private final Path file;
    private final FileChannel channel;

    private LineJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Is told of a line, without its end. */
    interface Reader {

        /**
         * Called for each line.
         *
         * @param number from 1
         */
        void line(byte[] line, int number);
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param known is told of each line that is there, in their order
     */
    static LineJournal open(Path file, Reader known) {
        try {
            Files.createDirectories(file.getParent());
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
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
            return journal;
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    /** Reads all lines that are complete; answers where the last of them ends. */
    private long read(Reader known) throws IOException {
        channel.position(0);
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
            known.line(line.toByteArray(), ++number);
            end += line.size() + 1L;
            line.reset();
        }
        return end;
    }

    /** Adds a line, its end included; it is on disk afterwards. */
    void add(byte[] line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
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
