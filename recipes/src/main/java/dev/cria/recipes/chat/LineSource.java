package dev.cria.recipes.chat;

/** Where a user's lines come from. */
public interface LineSource extends AutoCloseable {

    /**
     * The next line without its end; null after the last.
     *
     * @param prompt shown before it where somebody types
     */
    String next(String prompt);

    /** Has something run when Ctrl-C comes while no line is read. */
    void onInterrupt(Runnable action);

    @Override
    void close();
}
