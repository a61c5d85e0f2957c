package dev.cria.data.heuristic;

import java.util.Arrays;

/** Counts hashes. Each thread has one, which it uses for one thing at a time. */
final class HashCounts {

    private static final ThreadLocal<HashCounts> OF_THREAD =
            ThreadLocal.withInitial(HashCounts::new);

    /** More room than this is given back after use: few documents are so long. */
    private static final int KEPT_SLOTS = 1 << 18;

    private long[] keys = new long[1024];
    private int[] counts = new int[1024];
    private int mask;

    /** That of this thread, empty, with room for so many. */
    static HashCounts ofThread(int entries) {
        HashCounts counts = OF_THREAD.get();
        counts.clear(entries);
        return counts;
    }

    private void clear(int entries) {
        int slots = Math.max(64, Integer.highestOneBit(entries) << 2);
        if (slots > keys.length || keys.length > KEPT_SLOTS) {
            keys = new long[slots];
            counts = new int[slots];
        } else {
            Arrays.fill(counts, 0, slots, 0);
        }
        mask = slots - 1;
    }

    /** Counts one more of a hash and gives how many there are now. */
    int add(long hash) {
        int slot = slot(hash);
        keys[slot] = hash;
        return ++counts[slot];
    }

    /** How many of a hash there are. */
    int get(long hash) {
        return counts[slot(hash)];
    }

    private int slot(long hash) {
        int slot = (int) ((hash * 0x9e3779b97f4a7c15L) >>> 32) & mask;
        while (counts[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
