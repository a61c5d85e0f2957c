package dev.cria.data.shard;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.HashingChannel;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Packed rows in a memory-mapped file: what is asked for is read from it, held are four bytes for a
 * piece. Safe for use by several threads.
 */
public final class PackedFile {

    private static final int ID_OFFSETS = 1;
    private static final int IDS = 3;
    private static final int LENGTH_OFFSETS = 5;
    private static final int LENGTHS = 7;
    private static final int SOURCES = 11;
    private static final int ORIGIN_OFFSETS = 15;
    private static final int ORIGINS = 16;

    private final Path path;
    private final ByteBuffer bytes;
    private final int rows;
    private final IntBuffer rowIds;
    private final IntBuffer ids;
    private final IntBuffer rowPieces;
    private final IntBuffer lengths;
    private final IntBuffer sources;
    private final IntBuffer originOffsets;
    private final ByteBuffer origins;

    /** Where each piece begins among the ids, and the end of the last. */
    private final int[] starts;

    /**
     * What a file holds.
     *
     * @param sha256 of the file, in hexadecimal
     */
    public record Content(long bytes, String sha256, int rows, int pieces, long tokens) {}

    private PackedFile(Path path, ByteBuffer bytes) {
        this.path = path;
        this.bytes = bytes;
        ArrowBuffers buffers = new ArrowBuffers(path, bytes, PackedArrow.SCHEMA);
        rows = buffers.rows();
        rowIds = buffers.buffer(ID_OFFSETS).asIntBuffer();
        ids = buffers.buffer(IDS).asIntBuffer();
        rowPieces = buffers.buffer(LENGTH_OFFSETS).asIntBuffer();
        lengths = buffers.buffer(LENGTHS).asIntBuffer();
        sources = buffers.buffer(SOURCES).asIntBuffer();
        originOffsets = buffers.buffer(ORIGIN_OFFSETS).asIntBuffer();
        origins = buffers.buffer(ORIGINS);
        starts = starts();
    }

    /** Writes a new file and forces it to the disk. */
    public static Content write(Path path, PackedRows rows) throws IOException {
        try (Storage.OpenFile file = Storage.disk().create(path)) {
            HashingChannel hashing = new HashingChannel(file);
            PackedArrow.write(hashing, rows);
            file.force();
            return new Content(
                    hashing.bytes(), hashing.sha256(), rows.rows(), rows.pieces(), rows.tokens());
        }
    }

    /**
     * Opens a file.
     *
     * @throws CorruptFileException if it is not laid out as packed rows are
     */
    public static PackedFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            return new PackedFile(
                    path, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new CorruptFileException(path, "cannot be read: " + e, e);
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptFileException(path, "is not a valid Arrow file: " + e, e);
        }
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of pieces of all rows. */
    public int pieces() {
        return starts.length - 1;
    }

    /** The first piece of a row; of the number of rows: the number of pieces. */
    public int firstPiece(int row) {
        return rowPieces.get(row);
    }

    /** Number of tokens of a piece. */
    public int length(int piece) {
        return lengths.get(piece);
    }

    /** Number of the source that a piece is from. */
    public int source(int piece) {
        return sources.get(piece);
    }

    /** The document that a piece is of. */
    public String origin(int piece) {
        byte[] text = new byte[originOffsets.get(piece + 1) - originOffsets.get(piece)];
        origins.get(originOffsets.get(piece), text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Copies the ids of a piece to a place in an array. */
    public void copy(int piece, int[] target, int at) {
        ids.get(starts[piece], target, at, lengths.get(piece));
    }

    /** Number of tokens. */
    public long tokens() {
        return starts[starts.length - 1];
    }

    /** The hash of the whole file. */
    String sha256() {
        return Sha256.of(bytes.duplicate());
    }

    private int[] starts() {
        requireOffsets(rowIds, rows, ids.limit());
        requireOffsets(rowPieces, rows, Math.min(lengths.limit(), sources.limit()));
        int pieces = rowPieces.get(rows);
        requireOffsets(originOffsets, pieces, origins.limit());
        int[] from = new int[pieces + 1];
        for (int row = 0; row < rows; row++) {
            for (int piece = rowPieces.get(row); piece < rowPieces.get(row + 1); piece++) {
                int length = lengths.get(piece);
                if (length < 1 || length > rowIds.get(row + 1) - from[piece]) {
                    throw corrupt("has lengths that do not fit its rows");
                }
                from[piece + 1] = from[piece] + length;
            }
            if (from[rowPieces.get(row + 1)] != rowIds.get(row + 1)) {
                throw corrupt("has lengths that do not fit its rows");
            }
        }
        return from;
    }

    private void requireOffsets(IntBuffer offsets, int count, int values) {
        boolean sound = offsets.limit() > count && offsets.get(0) == 0;
        for (int i = 0; sound && i < count; i++) {
            sound = offsets.get(i + 1) >= offsets.get(i);
        }
        if (!sound || offsets.get(count) > values) {
            throw corrupt("has offsets that do not fit its values");
        }
    }

    private CorruptFileException corrupt(String what) {
        return new CorruptFileException(path, what);
    }
}
