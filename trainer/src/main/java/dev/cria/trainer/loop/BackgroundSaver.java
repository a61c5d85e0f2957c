package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes one checkpoint at a time beside training. What goes wrong is told to whoever asks next.
 */
final class BackgroundSaver implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    work -> {
                        Thread writer = new Thread(work, "checkpoint writer");
                        writer.setDaemon(true);
                        return writer;
                    });
    private Future<?> inFlight;
    private String what = "";

    /** Whether something is being written. */
    boolean isBusy() {
        return inFlight != null && !inFlight.isDone();
    }

    /** Begins to write; nothing else may be being written. */
    void begin(String description, Runnable work) {
        if (inFlight != null) {
            throw new IllegalStateException(what + " is being written");
        }
        what = description;
        inFlight = thread.submit(work);
    }

    /**
     * Fails if what was written last has failed; does not wait.
     *
     * @throws UserException that names it
     */
    void check() {
        if (inFlight != null && inFlight.isDone()) {
            await();
        }
    }

    /** Waits until nothing is being written, and fails as {@link #check} does. */
    void await() {
        Future<?> ending = inFlight;
        if (ending == null) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    ending.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            throw failed(failure.getCause());
        } finally {
            inFlight = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RuntimeException failed(Throwable cause) {
        if (cause instanceof NotFiniteException notFinite) {
            return notFinite;
        }
        return cause instanceof UserException
                ? new UserException(what + " was not saved: " + cause.getMessage(), cause)
                : new IllegalStateException(what + " was not saved: " + cause, cause);
    }

    /** Waits for what is being written. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            thread.shutdown();
        }
    }
}
