package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A shard in memory-mapped form: nothing of it is held, what is asked for is read from the file.
 * Offsets are checked when it is opened, the hash of the file before the first ids are read.
 */
final class MappedShard {

    private static final int ID_OFFSETS = 1;
    private static final int IDS = 3;
    private static final int SPAN_OFFSETS = 5;
    private static final int SPANS = 7;
    private static final int WEIGHT_OFFSETS = 9;
    private static final int WEIGHTS = 11;
    private static final int ORIGIN_OFFSETS = 13;
    private static final int ORIGINS = 14;

    private final Path file;
    private final ShardManifest.Shard stated;
    private final ByteBuffer bytes;
    private final int rows;
    private final IntBuffer idOffsets;
    private final IntBuffer ids;
    private final IntBuffer spanOffsets;
    private final IntBuffer spans;
    private final IntBuffer weightOffsets;
    private final FloatBuffer weights;
    private final IntBuffer originOffsets;
    private final ByteBuffer origins;
    private boolean verified;

    /**
     * @throws CorruptFileException if it cannot be what the manifest states
     */
    MappedShard(Path file, ShardManifest.Shard stated) {
        this.file = file;
        this.stated = stated;
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new CorruptFileException(file, "cannot be read: " + e, e);
        }
        ArrowBuffers buffers = new ArrowBuffers(file, bytes, ArrowShard.SCHEMA);
        rows = buffers.rows();
        idOffsets = buffers.buffer(ID_OFFSETS).asIntBuffer();
        ids = buffers.buffer(IDS).asIntBuffer();
        spanOffsets = buffers.buffer(SPAN_OFFSETS).asIntBuffer();
        spans = buffers.buffer(SPANS).asIntBuffer();
        weightOffsets = buffers.buffer(WEIGHT_OFFSETS).asIntBuffer();
        weights = buffers.buffer(WEIGHTS).asFloatBuffer();
        originOffsets = buffers.buffer(ORIGIN_OFFSETS).asIntBuffer();
        origins = buffers.buffer(ORIGINS);
        verifyShape();
    }

    int rows() {
        return rows;
    }

    /** Number of ids of a row. */
    int length(int row) {
        return idOffsets.get(row + 1) - idOffsets.get(row);
    }

    int numSpans(int row) {
        return weightOffsets.get(row + 1) - weightOffsets.get(row);
    }

    int spanStart(int row, int span) {
        return spans.get(spanOffsets.get(row) + 2 * span);
    }

    int spanEnd(int row, int span) {
        return spans.get(spanOffsets.get(row) + 2 * span + 1);
    }

    float spanWeight(int row, int span) {
        return weights.get(weightOffsets.get(row) + span);
    }

    /**
     * The ids of a row from one position up to another.
     *
     * @throws CorruptFileException if the file differs from what was written
     */
    int[] ids(int row, int from, int to) {
        verifyHash();
        int[] values = new int[to - from];
        ids.get(idOffsets.get(row) + from, values);
        return values;
    }

    String origin(int row) {
        byte[] text = new byte[originOffsets.get(row + 1) - originOffsets.get(row)];
        origins.get(originOffsets.get(row), text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private synchronized void verifyHash() {
        if (verified) {
            return;
        }
        String hash = Sha256.of(bytes.duplicate());
        if (!hash.equals(stated.sha256())) {
            throw new CorruptFileException(
                    file,
                    "has SHA-256 "
                            + hash
                            + ", the manifest says "
                            + stated.sha256()
                            + "; delete its folder, it is made again");
        }
        verified = true;
    }

    private void verifyShape() {
        if (rows != stated.examples()) {
            throw new CorruptFileException(
                    file,
                    "has %d examples, the manifest says %d".formatted(rows, stated.examples()));
        }
        verifyOffsets(idOffsets, ids.limit());
        verifyOffsets(spanOffsets, spans.limit());
        verifyOffsets(weightOffsets, weights.limit());
        verifyOffsets(originOffsets, origins.limit());
        if (idOffsets.get(rows) != stated.tokens()) {
            throw new CorruptFileException(
                    file,
                    "has %d tokens, the manifest says %d"
                            .formatted(idOffsets.get(rows), stated.tokens()));
        }
        for (int row = 0; row < rows; row++) {
            verifySpans(row);
        }
    }

    private void verifyOffsets(IntBuffer offsets, int values) {
        boolean sound = offsets.limit() > rows && offsets.get(0) == 0;
        for (int row = 0; sound && row < rows; row++) {
            sound = offsets.get(row + 1) >= offsets.get(row);
        }
        if (!sound || offsets.get(rows) > values) {
            throw new CorruptFileException(file, "has offsets that do not fit its values");
        }
    }

    private void verifySpans(int row) {
        int end = 0;
        boolean sound = spanOffsets.get(row + 1) - spanOffsets.get(row) == 2 * numSpans(row);
        for (int span = 0; sound && span < numSpans(row); span++) {
            sound = spanStart(row, span) >= end && spanEnd(row, span) >= spanStart(row, span);
            end = spanEnd(row, span);
        }
        if (!sound || end > length(row)) {
            throw new CorruptFileException(file, "has spans outside of their examples");
        }
    }
}
