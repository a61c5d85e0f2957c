package dev.cria.data.dedup.cluster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbered pieces of work, several at a time. */
public final class Parallel {

    /** A piece of work. */
    @FunctionalInterface
    public interface Task {

        /** Does the work of a number, from 0. */
        void run(int index) throws IOException;
    }

    private Parallel() {}

    /** Runs all tasks; when one fails, those that have not begun are left out. */
    public static void run(int threads, int tasks, Task task) throws IOException {
        int workers = Math.min(threads, tasks);
        if (workers <= 1) {
            for (int i = 0; i < tasks; i++) {
                task.run(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(pool.submit(() -> work(next, tasks, task)));
            }
            for (Future<?> worker : running) {
                await(worker);
            }
        } finally {
            next.set(tasks);
            pool.shutdownNow();
        }
    }

    private static Void work(AtomicInteger next, int tasks, Task task) throws IOException {
        try {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                task.run(i);
            }
        } catch (IOException | RuntimeException | Error failure) {
            next.set(tasks);
            throw failure;
        }
        return null;
    }

    private static void await(Future<?> worker) throws IOException {
        try {
            worker.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while documents were compared");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
