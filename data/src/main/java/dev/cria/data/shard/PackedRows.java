package dev.cria.data.shard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows of token ids on their way into a file. A row is made of pieces, each a document or a part of
 * one, which do not see each other. Held in arrays: 4 bytes for a token.
 */
public final class PackedRows {

    private static final int MOST = Integer.MAX_VALUE - 8;

    private int[] ids;
    private int[] rowIds = new int[1 << 8];
    private int[] rowPieces = new int[1 << 8];
    private int[] lengths = new int[1 << 8];
    private int[] sources = new int[1 << 8];
    private int[] originEnds = new int[1 << 8];
    private byte[] origins = new byte[1 << 12];
    private int tokens;
    private int pieces;
    private int rows;
    private int originBytes;

    /** No rows yet, with room for a number of tokens before it has to grow. */
    public PackedRows(int room) {
        ids = new int[room];
    }

    /**
     * Adds a piece to the row that is being made.
     *
     * @param from the first of its ids, {@code to} the one after its last
     * @param source number of the source that it is from
     * @param origin the document that it is of, for messages
     */
    public void piece(int[] from, int start, int end, int source, String origin) {
        int at = room(end - start, source, origin);
        System.arraycopy(from, start, ids, at, end - start);
    }

    /** Adds a piece of a file to the row that is being made. */
    public void piece(PackedFile file, int piece) {
        int at = room(file.length(piece), file.source(piece), file.origin(piece));
        file.copy(piece, ids, at);
    }

    private int room(int length, int source, String origin) {
        byte[] name = origin.getBytes(StandardCharsets.UTF_8);
        ids = grown(ids, tokens + length);
        lengths = grown(lengths, pieces + 1);
        sources = grown(sources, pieces + 1);
        originEnds = grown(originEnds, pieces + 1);
        if (originBytes + name.length > origins.length) {
            origins =
                    Arrays.copyOf(origins, Math.max(2 * origins.length, originBytes + name.length));
        }
        lengths[pieces] = length;
        sources[pieces] = source;
        System.arraycopy(name, 0, origins, originBytes, name.length);
        originBytes += name.length;
        originEnds[pieces] = originBytes;
        pieces++;
        tokens += length;
        return tokens - length;
    }

    /** The pieces since the last row are a row. */
    public void endRow() {
        rowIds = grown(rowIds, rows + 1);
        rowPieces = grown(rowPieces, rows + 1);
        rowIds[rows] = tokens;
        rowPieces[rows] = pieces;
        rows++;
    }

    /** Number of tokens so far. */
    public int tokens() {
        return tokens;
    }

    /** Number of pieces so far. */
    public int pieces() {
        return pieces;
    }

    /** Number of rows that have ended. */
    public int rows() {
        return rows;
    }

    /** Forgets all of them. */
    public void clear() {
        tokens = 0;
        pieces = 0;
        rows = 0;
        originBytes = 0;
    }

    Column ids() {
        return new Column(ids, tokens);
    }

    Column lengths() {
        return new Column(lengths, pieces);
    }

    Column sources() {
        return new Column(sources, pieces);
    }

    /** Where the ids of each row end. */
    Column rowIds() {
        return new Column(rowIds, rows);
    }

    /** Where the pieces of each row end. */
    Column rowPieces() {
        return new Column(rowPieces, rows);
    }

    /** Where the origin of each piece ends. */
    Column originEnds() {
        return new Column(originEnds, pieces);
    }

    byte[] origins() {
        return origins;
    }

    int originBytes() {
        return originBytes;
    }

    /** The first values of an array. */
    record Column(int[] values, int size) {}

    private static int[] grown(int[] array, int needed) {
        return needed <= array.length
                ? array
                : Arrays.copyOf(array, Math.max(needed, (int) Math.min(2L * array.length, MOST)));
    }
}
