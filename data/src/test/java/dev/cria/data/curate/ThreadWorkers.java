package dev.cria.data.curate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does every task twice, in any order and at once; any of the two answers counts. */
record ThreadWorkers(Random random) implements Workers {

    @Override
    public List<String> run(String doing, String settings, List<String> tasks) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            order.addAll(List.of(i, i));
        }
        Collections.shuffle(order, random);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int task : order) {
                running.add(threads.submit(() -> WorkerTasks.run(settings, tasks.get(task))));
            }
            List<String> answers = new ArrayList<>(Collections.nCopies(tasks.size(), ""));
            for (int i = 0; i < order.size(); i++) {
                answers.set(order.get(i), answer(running.get(i)));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String answer(Future<String> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw new UncheckedIOException(failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
