package dev.cria.data.dedup.minhash;

/** Finds the words of a simplified text. */
@FunctionalInterface
interface WordSplitter {

    /** The words in their order. */
    WordSpans words(String text);

    /**
     * What stands between spaces; of scripts that put none between words, every character is one.
     */
    WordSplitter SIMPLE = SimpleWords::of;
}
