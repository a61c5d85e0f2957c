package dev.cria.recipes.run;

/** Shows how far a stage is. */
public interface ProgressSink {

    /**
     * Work was done.
     *
     * @param total all the work, or 0 where it is not known
     * @param note what else to show, such as the loss
     */
    void at(long done, long total, String note);

    /** Shows a line that stays. */
    default void say(String line) {}
}
