package dev.cria.trainer.distill;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Likeliest;
import dev.cria.trainer.pass.Teacher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A teacher that was asked before: rows of a file are found by their origin and looked up when a
 * batch has them. The memory is that of the origins; probabilities are read each time.
 */
public final class StoredTeacher implements Teacher, AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final StoreHeader header;
    private final Map<String, Place> places = new HashMap<>();

    /**
     * Of a row in the file.
     *
     * @param position where its frame begins
     */
    private record Place(long position, int digest) {}

    private StoredTeacher(Path file, FileChannel channel, StoreHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file that is complete.
     *
     * @throws UserException if it is not there or not complete
     */
    public static StoredTeacher open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return open(file, channel);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    private static StoredTeacher open(Path file, FileChannel channel) throws IOException {
        StoreFile.Start start = StoreFile.start(channel, file);
        if (start == null) {
            throw new UserException(file + ": is empty; run the stage that writes it again");
        }
        StoredTeacher teacher = new StoredTeacher(file, channel, start.header());
        int[] rows = new int[1];
        long end =
                StoreFile.scan(
                        channel,
                        start,
                        (row, position) -> {
                            teacher.places.put(row.origin(), new Place(position, row.digest()));
                            rows[0]++;
                        });
        if (rows[0] != start.header().rows() || end != channel.size()) {
            throw new UserException(
                    "%s: has %d of %d rows in their whole; run the stage that writes it again, it goes on behind them"
                            .formatted(file, rows[0], start.header().rows()));
        }
        return teacher;
    }

    /** What the file is about. */
    public StoreHeader header() {
        return header;
    }

    /**
     * What is known of a batch, target by target.
     *
     * @throws UserException if the file is about other rows
     */
    public Likeliest said(Batch batch) {
        List<Likeliest> parts = new ArrayList<>();
        for (StoredRow asked : StoredRow.of(batch, null)) {
            parts.add(read(place(asked).position()).said());
        }
        return joined(parts);
    }

    /**
     * Makes sure that something is known of each document of a batch.
     *
     * @throws UserException if the file is about other rows
     */
    public void require(Batch batch) {
        StoredRow.of(batch, null).forEach(this::place);
    }

    private Place place(StoredRow asked) {
        Place place = places.get(asked.origin());
        if (place == null) {
            throw new UserException(
                    "%s: has nothing about %s; it was made of other rows"
                            .formatted(file, asked.origin()));
        }
        if (place.digest() != asked.digest()) {
            throw new UserException(
                    "%s: what it has about %s is about other tokens; text, template, tokenizer or the length of rows were others"
                            .formatted(file, asked.origin()));
        }
        return place;
    }

    private StoredRow read(long position) {
        try {
            ByteBuffer frame = StoreFile.frame(channel, position);
            if (frame == null) {
                throw new CorruptFileException(file, "changed while it was in use", null);
            }
            return StoredRow.read(frame, header.topK());
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    private Likeliest joined(List<Likeliest> parts) {
        int targets = parts.stream().mapToInt(Likeliest::targets).sum();
        int count = header.topK();
        Likeliest all =
                new Likeliest(count, new int[targets * count], new float[targets * (count + 1)]);
        int done = 0;
        for (Likeliest part : parts) {
            System.arraycopy(part.ids(), 0, all.ids(), done * count, part.ids().length);
            System.arraycopy(
                    part.logProbs(), 0, all.logProbs(), done * (count + 1), part.logProbs().length);
            done += part.targets();
        }
        return all;
    }

    @Override
    public NDList of(Batch batch, NDManager scope) {
        return said(batch).arrays(scope);
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
