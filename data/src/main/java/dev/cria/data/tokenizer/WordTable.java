package dev.cria.data.tokenizer;

import java.util.Arrays;

/** Ids of tokens by the bytes they spell: an open hash table over one array of bytes. */
final class WordTable {

    private final int[] idOfSlot;
    private final int mask;
    private final int[] startOfId;
    private final byte[] bytes;

    /**
     * @param tokens what each id spells; null where it spells nothing
     */
    WordTable(byte[][] tokens) {
        int capacity = Integer.highestOneBit(Math.max(16, tokens.length)) * 4;
        idOfSlot = new int[capacity];
        Arrays.fill(idOfSlot, -1);
        mask = capacity - 1;
        startOfId = new int[tokens.length + 1];
        for (int id = 0; id < tokens.length; id++) {
            startOfId[id + 1] = startOfId[id] + (tokens[id] == null ? 0 : tokens[id].length);
        }
        bytes = new byte[startOfId[tokens.length]];
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id] != null && tokens[id].length > 0) {
                System.arraycopy(tokens[id], 0, bytes, startOfId[id], tokens[id].length);
                put(id, tokens[id]);
            }
        }
    }

    private void put(int id, byte[] word) {
        int slot = slot(word, word.length);
        while (idOfSlot[slot] >= 0) {
            slot = (slot + 1) & mask;
        }
        idOfSlot[slot] = id;
    }

    /** The id of the token that spells the first {@code length} bytes; -1 for none. */
    int find(byte[] word, int length) {
        int slot = slot(word, length);
        while (idOfSlot[slot] >= 0) {
            int start = startOfId[idOfSlot[slot]];
            int end = startOfId[idOfSlot[slot] + 1];
            if (Arrays.equals(bytes, start, end, word, 0, length)) {
                return idOfSlot[slot];
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private int slot(byte[] word, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + word[i];
        }
        hash *= 0x9E3779B9;
        return (hash ^ hash >>> 15) & mask;
    }
}
