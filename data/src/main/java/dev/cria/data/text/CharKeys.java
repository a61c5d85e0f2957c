package dev.cria.data.text;

/** A map whose keys are looked up by stretches of a text, without making strings of them. */
public final class CharKeys<V> {

    private String[] keys = new String[64];
    private Object[] values = new Object[64];
    private int size;
    private int longest;

    /** Adds an entry or replaces it. */
    public void put(String key, V value) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(key.toCharArray(), 0, key.length());
        if (keys[slot] == null) {
            keys[slot] = key;
            size++;
            longest = Math.max(longest, key.length());
        }
        values[slot] = value;
    }

    /** What is kept under the characters of a stretch; null for nothing. */
    @SuppressWarnings("unchecked")
    public V get(char[] text, int from, int to) {
        return to - from > longest ? null : (V) values[slot(text, from, to)];
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
