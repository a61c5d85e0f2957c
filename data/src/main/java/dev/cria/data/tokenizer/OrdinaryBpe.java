package dev.cria.data.tokenizer;

/** Encodes text in which nothing is special. Safe for use by several threads until closed. */
interface OrdinaryBpe extends AutoCloseable {

    /** The ids of a text; lone surrogates count as U+FFFD. */
    int[] encode(String text);

    @Override
    void close();
}
