package dev.cria.data.tokenizer;

/**
 * The words that one thread met last and their ids. Each word has one place, which the next one
 * that wants it takes: no list of uses is kept, and memory is bounded.
 */
final class WordCache {

    /** Longer words are rare and hardly come again. */
    static final int MOST_CHARS = 32;

    private static final int PLACES = 1 << 15;

    private final String[] words = new String[PLACES];
    private final int[][] ids = new int[PLACES][];

    /** The place of a word of at most {@link #MOST_CHARS} characters. */
    static int place(char[] text, int from, int to) {
        long hash = to;
        hash -= from;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 32) & (PLACES - 1);
    }

    /** The ids of the word if it is at its place, or null. */
    int[] at(int place, char[] text, int from, int to) {
        String word = words[place];
        if (word == null || word.length() != to - from) {
            return null;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != text[from + i]) {
                return null;
            }
        }
        return ids[place];
    }

    /** Puts a word at its place. */
    void put(int place, char[] text, int from, int to, int[] wordIds) {
        words[place] = new String(text, from, to - from);
        ids[place] = wordIds;
    }
}
