package dev.cria.recipes.supervise;

import java.io.IOException;
import java.io.InputStream;

/**
 * Notices in a supervised process that its supervisor is gone: the pipe from it has ended. The
 * process then saves at the next step and stops. Until it has, it holds the run's lock, so that
 * nobody else can begin on the folder.
 */
public final class ParentWatch {

    private ParentWatch() {}

    /** Calls {@code onGone} once, on a thread of its own, when the pipe ends. */
    public static void start(InputStream pipe, Runnable onGone) {
        Thread thread = new Thread(() -> wait(pipe, onGone), "supervisor");
        thread.setDaemon(true);
        thread.start();
    }

    private static void wait(InputStream pipe, Runnable onGone) {
        try {
            while (pipe.read() >= 0) {
                // Nothing is ever said.
            }
        } catch (IOException broken) {
            System.getLogger(ParentWatch.class.getName())
                    .log(System.Logger.Level.INFO, "the pipe from the supervisor broke", broken);
        }
        onGone.run();
    }
}
