package dev.cria.data.text;

/** A map whose keys are looked up by stretches of a text, without making strings of them. */
public final class CharKeys<V> {

    private String[] keys = new String[64];
    private Object[] values = new Object[64];
    private int size;

    /** Lengths, first and last characters of keys: most stretches are no key at first sight. */
    private final boolean[] looks = new boolean[1 << 14];

    private int longest;

    /** Adds an entry, whose key is not empty, or replaces it. */
    public void put(String key, V value) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(key.toCharArray(), 0, key.length());
        if (keys[slot] == null) {
            keys[slot] = key;
            size++;
            looks[look(key.charAt(0), key.charAt(key.length() - 1), key.length())] = true;
            longest = Math.max(longest, key.length());
        }
        values[slot] = value;
    }

    /** What is kept under the characters of a stretch, which is not empty; null for nothing. */
    @SuppressWarnings("unchecked")
    public V get(char[] text, int from, int to) {
        if (to - from > longest || !looks[look(text[from], text[to - 1], to - from)]) {
            return null;
        }
        return (V) values[slot(text, from, to)];
    }

    private static int look(char first, char last, int length) {
        return ((first & 0x1f) << 9) | ((last & 0x1f) << 4) | (length & 0xf);
    }

    private int slot(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(keys.length - 1);
        while (keys[slot] != null && !matches(keys[slot], text, from, to)) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private static boolean matches(String key, char[] text, int from, int to) {
        if (key.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (key.charAt(i - from) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        String[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new String[2 * oldKeys.length];
        values = new Object[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int slot = slot(oldKeys[i].toCharArray(), 0, oldKeys[i].length());
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
