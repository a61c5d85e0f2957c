package dev.cria.data.text.spacy;

import dev.cria.data.text.Spans;

/**
 * How stretches without white space were split before: most of a text consists of few of them. Each
 * thread has one; a stretch takes the place of another one with the same slot.
 */
final class ChunkCache {

    private static final ThreadLocal<ChunkCache> OF_THREAD =
            ThreadLocal.withInitial(ChunkCache::new);

    private static final int SLOTS = 1 << 14;
    private static final int LONGEST = 32;

    private final char[][] chunks = new char[SLOTS][];

    /** The lengths of the pieces of each. */
    private final byte[][] pieces = new byte[SLOTS][];

    static ChunkCache ofThread() {
        return OF_THREAD.get();
    }

    /** Adds the pieces of a stretch if they are known. */
    boolean add(char[] text, int from, int to, Spans tokens) {
        int slot = slot(text, from, to);
        char[] chunk = chunks[slot];
        if (chunk == null || chunk.length != to - from) {
            return false;
        }
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] != text[from + i]) {
                return false;
            }
        }
        int start = from;
        for (byte length : pieces[slot]) {
            tokens.add(start, start + length);
            start += length;
        }
        return true;
    }

    /** Remembers the pieces of a stretch, which are the tokens from one on. */
    void keep(char[] text, int from, int to, Spans tokens, int first) {
        if (to - from > LONGEST) {
            return;
        }
        int slot = slot(text, from, to);
        char[] chunk = new char[to - from];
        System.arraycopy(text, from, chunk, 0, chunk.length);
        byte[] lengths = new byte[tokens.size() - first];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (byte) (tokens.end(first + i) - tokens.start(first + i));
        }
        chunks[slot] = chunk;
        pieces[slot] = lengths;
    }

    private static int slot(char[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < Math.min(to, from + LONGEST); i++) {
            hash = 31 * hash + text[i];
        }
        return (hash * 0x9e3779b9) >>> 18;
    }
}
