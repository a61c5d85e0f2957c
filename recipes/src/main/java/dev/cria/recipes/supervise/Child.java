package dev.cria.recipes.supervise;

import java.io.IOException;

/** A process that works on a run. */
interface Child {

    /** Starts one. */
    @FunctionalInterface
    interface Launcher {
        Child start() throws IOException;
    }

    /**
     * Waits for its end.
     *
     * @return its exit code; -1 when it is still alive after the time
     */
    int await(double seconds) throws InterruptedException;

    /** Asks it to save and stop. */
    void terminate();

    /** Ends it at once. */
    void kill();

    /** What the operating system says about its threads; empty where it says nothing. */
    String threads();
}
