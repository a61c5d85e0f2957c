package dev.cria.data.decontaminate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sequences of words of evaluation sets, by their hashes: in which sets each occurs. Sequences have
 * n words; a text of fewer, but of at least so many that it says something, is one of its own
 * length.
 */
final class GramIndex {

    private final int shortest;
    private final int longest;
    private long[] keys = new long[1 << 10];
    private int[] values = new int[1 << 10];
    private int size;
    private int lengths;

    /** Which sets; entries of the table name one of these, from 1. The least words come first. */
    private final List<BitSet> combinations = new ArrayList<>();

    private final Map<BitSet, Integer> numbers = new HashMap<>();

    /**
     * @param shortest words of a sequence, at least 1
     * @param longest words of a sequence
     */
    GramIndex(int shortest, int longest) {
        this.shortest = shortest;
        this.longest = longest;
        combinations.add(new BitSet());
        numbers.put(new BitSet(), 0);
    }

    int shortest() {
        return shortest;
    }

    int longest() {
        return longest;
    }

    /** Adds the sequences of a text of a set; how many, with those that it repeats. */
    int add(String text, int set) {
        GramWords words = new GramWords(text, longest);
        int length = Math.min(words.size(), longest);
        if (length < shortest) {
            return 0;
        }
        lengths |= 1 << (length - shortest);
        for (int i = 0; i + length <= words.size(); i++) {
            put(words.hash(i, shortest), -1);
            put(key(words, i, length), set);
        }
        return words.size() - length + 1;
    }

    /** Forgets the sequences of a text. */
    void remove(String text) {
        GramWords words = new GramWords(text, longest);
        for (int length = Math.min(words.size(), longest); length >= shortest; length--) {
            for (int i = 0; i + length <= words.size(); i++) {
                int slot = slot(keys, values, key(words, i, length));
                values[slot] = Math.min(values[slot], 1);
            }
        }
    }

    /** A beginning of the shortest length is in the table too; a sequence has another key. */
    private static long key(GramWords words, int at, int length) {
        return words.hash(at, length) * 31 + length;
    }

    private void put(long key, int set) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(keys, values, key);
        if (values[slot] == 0) {
            keys[slot] = key;
            values[slot] = 1; // a beginning of no set has the number of the empty combination
            size++;
        }
        if (set >= 0) {
            BitSet sets = (BitSet) combinations.get(values[slot] - 1).clone();
            sets.set(set);
            values[slot] = 1 + numbers.computeIfAbsent(sets, this::number);
        }
    }

    private int number(BitSet sets) {
        combinations.add(sets);
        return combinations.size() - 1;
    }

    /**
     * The longest sequence that begins at a word.
     *
     * @param found gets its sets, if there is one
     * @return its words; 0 for none
     */
    int match(GramWords words, int at, BitSet found) {
        if (at + shortest > words.size() || lookUp(words.hash(at, shortest)) == null) {
            return 0;
        }
        for (int length = Math.min(longest, words.size() - at); length >= shortest; length--) {
            if ((lengths & (1 << (length - shortest))) != 0) {
                BitSet sets = lookUp(key(words, at, length));
                if (sets != null && !sets.isEmpty()) {
                    found.clear();
                    found.or(sets);
                    return length;
                }
            }
        }
        return 0;
    }

    private BitSet lookUp(long key) {
        int value = values[slot(keys, values, key)];
        return value == 0 ? null : combinations.get(value - 1);
    }

    private static int slot(long[] keys, int[] values, long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 32) & mask;
        while (values[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[Math.multiplyExact(2, oldKeys.length)];
        values = new int[keys.length];
        Arrays.fill(values, 0);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int slot = slot(keys, values, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
