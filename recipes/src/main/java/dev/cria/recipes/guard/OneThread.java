package dev.cria.recipes.guard;

import dev.cria.data.pipeline.TextScorer;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A scorer for any thread over one that belongs to the thread that makes it. */
final class OneThread implements TextScorer {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread made = new Thread(task, "text-scorer");
                        made.setDaemon(true);
                        return made;
                    });
    private final TextScorer scorer;

    /** Makes the scorer, by its thread. */
    OneThread(Callable<TextScorer> maker) {
        try {
            scorer = ask(maker);
        } catch (RuntimeException | Error failure) {
            thread.shutdown();
            throw failure;
        }
    }

    @Override
    public Judgement judge(String text) {
        return ask(() -> scorer.judge(text));
    }

    @Override
    public void close() {
        try {
            ask(
                    () -> {
                        scorer.close();
                        return null;
                    });
        } finally {
            thread.shutdown();
        }
    }

    private <T> T ask(Callable<T> question) {
        try {
            return thread.submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
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
