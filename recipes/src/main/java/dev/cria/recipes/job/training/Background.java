package dev.cria.recipes.job.training;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Something that is opened on a thread of its own while other things are. Closing it waits until it
 * is open and closes it; a failure that nobody has asked about is then dropped, since it is another
 * one that ends the work.
 */
public final class Background<T extends AutoCloseable> implements AutoCloseable {

    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Background() {}

    /** Begins to open it. */
    public static <T extends AutoCloseable> Background<T> of(String name, Supplier<T> opening) {
        Background<T> background = new Background<>();
        Thread thread = new Thread(() -> background.run(opening), name);
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    private void run(Supplier<T> opening) {
        try {
            result.complete(opening.get());
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    /**
     * What was opened, once it is; it is closed with this.
     *
     * @throws RuntimeException the failure of opening it, as it was thrown
     */
    public T get() {
        try {
            return result.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw (Error) wrapped.getCause();
        }
    }

    @Override
    public void close() {
        T opened = result.exceptionally(failure -> null).join();
        if (opened == null) {
            return;
        }
        try {
            opened.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("cannot be closed", failure);
        }
    }
}
