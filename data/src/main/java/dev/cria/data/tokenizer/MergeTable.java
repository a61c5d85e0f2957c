package dev.cria.data.tokenizer;

import java.util.Arrays;

/** What becomes of two neighbouring tokens: an open hash table of primitive values. */
final class MergeTable {

    /** Of {@link #find}, where the two are not merged. Larger than every merge. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = -1;

    private final long[] pairs;
    private final long[] merges;
    private final int mask;

    MergeTable(int merges) {
        int capacity = Integer.highestOneBit(Math.max(16, merges)) * 4;
        this.pairs = new long[capacity];
        this.merges = new long[capacity];
        this.mask = capacity - 1;
        Arrays.fill(pairs, EMPTY);
    }

    /** Adds a merge; a later one of the same pair takes the place of an earlier one. */
    void put(int left, int right, int rank, int merged) {
        long pair = pair(left, right);
        int slot = slot(pair);
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        pairs[slot] = pair;
        merges[slot] = ((long) rank << 32) | merged;
    }

    /** Rank in the upper half, the new token in the lower half; {@link #NONE} where none is. */
    long find(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        while (true) {
            long there = pairs[slot];
            if (there == pair) {
                return merges[slot];
            }
            if (there == EMPTY) {
                return NONE;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** The new token of a merge. */
    static int merged(long merge) {
        return (int) merge;
    }

    private static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    private int slot(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40 ^ mixed >>> 20) & mask;
    }
}
