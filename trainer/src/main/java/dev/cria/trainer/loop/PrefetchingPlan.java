package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Prepares the batches of the next steps on a thread of its own while a step runs. The batches are
 * those of the plan behind it; what goes wrong in making them is thrown where they are asked for.
 */
public final class PrefetchingPlan implements BatchPlan, AutoCloseable {

    private static final long NONE = -1;

    private final BatchPlan plan;
    private final int ahead;
    private Preparing preparing;

    /**
     * @param ahead how many steps are prepared at most, at least 1
     */
    public PrefetchingPlan(BatchPlan plan, int ahead) {
        this.plan = plan;
        this.ahead = ahead;
    }

    @Override
    public long totalSteps() {
        return plan.totalSteps();
    }

    /** The batches of a step; steps are best asked for in their order. */
    @Override
    public List<Batch> batches(long step) {
        if (preparing == null || preparing.next != step) {
            close();
            preparing = new Preparing(step);
        }
        return preparing.take();
    }

    /** Stops preparing; a step that is asked for later begins anew. */
    @Override
    public void close() {
        if (preparing != null) {
            preparing.stop();
            preparing = null;
        }
    }

    /** Batches of a step, or why there are none. */
    private record Prepared(List<Batch> batches, Throwable failure) {}

    private final class Preparing {

        private final BlockingQueue<Prepared> ready = new ArrayBlockingQueue<>(ahead);
        private final Thread thread;
        private long next;

        Preparing(long first) {
            next = first;
            thread = new Thread(() -> prepare(first), "batches");
            thread.setDaemon(true);
            thread.start();
        }

        private void prepare(long first) {
            try {
                for (long step = first; step == first || step <= plan.totalSteps(); step++) {
                    ready.put(new Prepared(plan.batches(step), null));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        private void fail(Throwable failure) {
            try {
                ready.put(new Prepared(null, failure));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        List<Batch> take() {
            Prepared prepared;
            try {
                prepared = ready.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for batches", e);
            }
            next = prepared.failure() == null ? next + 1 : NONE;
            if (prepared.failure() instanceof RuntimeException failure) {
                throw failure;
            }
            if (prepared.failure() instanceof Error failure) {
                throw failure;
            }
            return prepared.batches();
        }

        void stop() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
