package dev.cria.data.curate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Works on pieces with several threads and hands over the results in the order in which the pieces
 * came, by one more thread. Holds no more than some pieces at a time: whoever brings one waits.
 */
public final class Conveyor implements AutoCloseable {

    private static final int PIECES_PER_THREAD = 4;
    private static final int UNITS = 1 << 20;

    private final ExecutorService workers;
    private final ExecutorService taker = Executors.newSingleThreadExecutor(named("curate-write"));
    private final Semaphore room = new Semaphore(UNITS);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final long maxBytes;
    private final int least;

    /**
     * A conveyor.
     *
     * @param maxBytes how much may be on it; a larger piece goes alone
     */
    public Conveyor(int threads, long maxBytes) {
        this.maxBytes = maxBytes;
        workers = Executors.newFixedThreadPool(threads, named("curate-work"));
        least = UNITS / (PIECES_PER_THREAD * threads);
    }

    /** Takes what was made of a piece. */
    @FunctionalInterface
    public interface Taker<T> {
        /** Called by one thread, in the order of the pieces. */
        void take(T result) throws IOException;
    }

    /** Puts a piece on, as soon as there is room; throws what went wrong with an earlier one. */
    public <T> void put(long bytes, Callable<T> work, Taker<T> then) throws InterruptedException {
        int weight = (int) Math.max(least, Math.min(UNITS, bytes * (double) UNITS / maxBytes));
        room.acquire(weight);
        throwFailure();
        Future<T> result = workers.submit(work);
        taker.execute(
                () -> {
                    try {
                        if (failure.get() == null) {
                            then.take(result.get());
                        }
                    } catch (ExecutionException e) {
                        failure.compareAndSet(null, e.getCause());
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        room.release(weight);
                    }
                });
    }

    /** Waits a moment for everything to be handed over; false when it is not yet. */
    public boolean isEmptyWithin(long millis) throws InterruptedException {
        boolean empty = room.tryAcquire(UNITS, millis, TimeUnit.MILLISECONDS);
        if (empty) {
            room.release(UNITS);
        }
        throwFailure();
        return empty;
    }

    private void throwFailure() {
        Throwable first = failure.get();
        if (first instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        if (first instanceof RuntimeException e) {
            throw e;
        }
        if (first instanceof Error e) {
            throw e;
        }
        if (first != null) {
            throw new IllegalStateException(first);
        }
    }

    /** Ends the threads, also in the middle of their work. */
    @Override
    public void close() {
        workers.shutdownNow();
        taker.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.MINUTES);
            taker.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
