package dev.cria.trainer.distill;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Likeliest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what a teacher finds likeliest, batch by batch; each is on disk before the next is asked
 * for. Opened again, it goes on behind the last row that is whole.
 */
public final class TeacherWriter implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final List<StoredRow> known = new ArrayList<>();
    private int rows;

    private TeacherWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file, or begins one.
     *
     * @throws UserException if it is there and about something else
     */
    public static TeacherWriter open(Path file, StoreHeader header) {
        DurableFiles.secureFolder(Storage.disk(), file.toAbsolutePath().getParent());
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            TeacherWriter writer = new TeacherWriter(file, channel);
            try {
                writer.begin(header);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
            return writer;
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written: " + e, e);
        }
    }

    private void begin(StoreHeader header) throws IOException {
        StoreFile.Start found = StoreFile.start(channel, file);
        if (found == null) {
            channel.truncate(0);
            write(StoreFile.header(header));
            channel.force(true);
            Storage.disk().forceFolder(file.toAbsolutePath().getParent());
            return;
        }
        if (!found.header().equals(header)) {
            throw new UserException(
                    "%s: is about something else (%s); remove it to have the teacher asked again"
                            .formatted(file, found.header().differences(header)));
        }
        long end =
                StoreFile.scan(
                        channel,
                        found,
                        (row, position) ->
                                known.add(new StoredRow(row.origin(), row.digest(), null)));
        channel.truncate(end);
        channel.position(end);
        rows = known.size();
    }

    /** How many rows are there. */
    public int rows() {
        return rows;
    }

    /**
     * Makes sure that rows that were there when the file was opened are those of a batch.
     *
     * @param first of the batch's documents, counted over the whole file
     * @throws UserException if they are not
     */
    public void requireSame(int first, Batch batch) {
        List<StoredRow> expected = StoredRow.of(batch, null);
        for (int i = 0; i < expected.size() && first + i < known.size(); i++) {
            if (!expected.get(i).equals(known.get(first + i))) {
                throw new UserException(
                        "%s: row %d is about %s as it was, not about %s as it is now; the data has changed since the teacher was asked. Put it back, or remove the file"
                                .formatted(
                                        file,
                                        first + i + 1,
                                        known.get(first + i).origin(),
                                        expected.get(i).origin()));
            }
        }
    }

    /**
     * Adds the documents of a batch that are not there yet; all are on disk afterwards.
     *
     * @param first of the batch's documents, counted over the whole file
     */
    public void add(int first, Batch batch, Likeliest said) {
        try {
            List<StoredRow> all = StoredRow.of(batch, said);
            for (StoredRow row : all.subList(rows - first, all.size())) {
                write(StoreFile.framed(row));
                rows++;
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UserException(
                    "%s: cannot be written: %s; check the free space, the same command goes on"
                            .formatted(file, e),
                    e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
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
