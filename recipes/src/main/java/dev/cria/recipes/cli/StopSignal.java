package dev.cria.recipes.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns the first Ctrl-C or TERM into a wish to stop at the next step boundary, and lets the
 * process live until its main thread has ended.
 */
final class StopSignal {

    private StopSignal() {}

    static AtomicBoolean install() {
        AtomicBoolean stop = new AtomicBoolean();
        install(
                () -> {
                    stop.set(true);
                    System.err.println("stopping at the next step; a checkpoint is saved");
                });
        return stop;
    }

    /** As {@link #install()}, with something else to be done. */
    static void install(Runnable onSignal) {
        Thread main = Thread.currentThread();
        Thread hook =
                new Thread(
                        () -> {
                            if (ended(main)) {
                                return;
                            }
                            onSignal.run();
                            join(main);
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The main thread waits in System.exit while hooks run: it has done its work then. */
    private static boolean ended(Thread main) {
        for (StackTraceElement frame : main.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.System")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return !main.isAlive();
    }

    private static void join(Thread main) {
        try {
            while (!ended(main)) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
