package dev.cria.data.tokenizer;

import java.util.Arrays;

/** Byte-level BPE with Llama 3's way of cutting text into words. */
final class JavaBpe implements OrdinaryBpe {

    private final WordTable words;
    private final WordMerger merger;
    private final int[] idOfByte;
    private final boolean ignoreMerges;
    private volatile ThreadLocal<WordCache> caches = ThreadLocal.withInitial(WordCache::new);

    /**
     * @param words tokens by what they spell
     * @param idOfByte the token of each single byte
     * @param ignoreMerges whether a word that is a token is that token, whatever the merges say
     */
    JavaBpe(WordTable words, MergeTable merges, int[] idOfByte, boolean ignoreMerges) {
        this.words = words;
        this.merger = new WordMerger(merges);
        this.idOfByte = idOfByte;
        this.ignoreMerges = ignoreMerges;
    }

    @Override
    public int[] encode(String text) {
        ThreadLocal<WordCache> open = caches;
        if (open == null) {
            throw new IllegalStateException("the tokenizer is closed");
        }
        char[] chars = WellFormed.chars(text);
        WordSplitter splitter = new WordSplitter(chars, chars.length);
        WordCache cache = open.get();
        IntBuilder ids = new IntBuilder(Math.max(16, chars.length / 3));
        for (int from = 0; from < chars.length; ) {
            int to = splitter.end(from);
            if (to - from <= WordCache.MOST_CHARS) {
                int place = WordCache.place(chars, from, to);
                int[] known = cache.at(place, chars, from, to);
                if (known == null) {
                    known = encodeWord(chars, from, to);
                    cache.put(place, chars, from, to, known);
                }
                ids.addAll(known);
            } else {
                ids.addAll(encodeWord(chars, from, to));
            }
            from = to;
        }
        return ids.toArray();
    }

    private int[] encodeWord(char[] chars, int from, int to) {
        byte[] bytes = WellFormed.utf8(chars, from, to);
        if (ignoreMerges) {
            int id = words.find(bytes, bytes.length);
            if (id >= 0) {
                return new int[] {id};
            }
        }
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = idOfByte[bytes[i] & 0xFF];
        }
        return Arrays.copyOf(ids, merger.merge(ids, ids.length));
    }

    @Override
    public void close() {
        caches = null;
    }
}
