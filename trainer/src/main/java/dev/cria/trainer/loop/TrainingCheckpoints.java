package dev.cria.trainer.loop;

import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.HostCopies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Saves what training has changed, so that it can go on bit for bit. While a checkpoint is written
 * in the background, training stops only for a copy in memory; the last step always waits.
 */
public final class TrainingCheckpoints implements StepHook, Rewind, AutoCloseable {

    private static final Logger LOG = System.getLogger(TrainingCheckpoints.class.getName());

    private final CheckpointStore store;
    private final CheckpointParts parts;
    private final SaveSchedule schedule;
    private final Settings settings;
    private final LongSupplier spared;
    private final BackgroundSaver saver = new BackgroundSaver();
    private final HostCopies copies;
    private boolean inBackground;
    private boolean reserved;
    private long saved;
    private long skipped;
    private long stalledNanos;

    /** What is done when a checkpoint is due while another is being written. */
    public enum WhenBusy {
        /** Training waits until that one is written. */
        WAIT,
        /** None is taken; the next one may be. */
        SKIP
    }

    /**
     * @param inBackground whether checkpoints are written beside training, from copies
     * @param freeBytes memory that copies may take; where they need more, nothing is copied and
     *     training waits
     */
    public record Settings(boolean inBackground, WhenBusy whenBusy, LongSupplier freeBytes) {

        /** Training waits for each checkpoint. */
        public static final Settings WAITING = new Settings(false, WhenBusy.WAIT, () -> 0);
    }

    /**
     * @param spared the step whose checkpoint must not be deleted; negative for none
     */
    public TrainingCheckpoints(
            Engine engine,
            CheckpointStore store,
            CheckpointParts parts,
            SaveSchedule schedule,
            Settings settings,
            LongSupplier spared) {
        this.store = store;
        this.parts = parts;
        this.schedule = schedule;
        this.settings = settings;
        this.spared = spared;
        this.copies = new HostCopies(engine);
        this.inBackground = settings.inBackground();
    }

    @Override
    public long restore() {
        saver.await();
        Optional<Checkpoint> newest = store.newest();
        newest.ifPresent(parts::restore);
        return newest.map(Checkpoint::step).orElse(0L);
    }

    @Override
    public void after(FinishedStep step) {
        saver.check();
        boolean must = step.last() || step.saves();
        if (step.last()) {
            save(step.number());
        } else if (must || schedule.bySteps(step.number()) || schedule.byTime()) {
            take(step.number(), must);
        } else if (!reserved && schedule.savesOnTheWay()) {
            reserve();
        }
    }

    private void take(long step, boolean must) {
        if (saver.isBusy() && settings.whenBusy() == WhenBusy.SKIP && !must) {
            skipped++;
            LOG.log(Level.INFO, "checkpoint of step {0} left out: one is being written", step);
            return;
        }
        if (inBackground && !reserved) {
            reserve();
        }
        if (!inBackground) {
            save(step);
            return;
        }
        long start = System.nanoTime();
        saver.await();
        long waited = System.nanoTime() - start;
        Map<String, List<TensorData>> taken = new LinkedHashMap<>();
        parts.tensors().forEach((name, part) -> taken.put(name, copies.take(name, part)));
        long spares = spared.getAsLong();
        saver.begin("the checkpoint of step " + step, () -> write(step, spares, taken));
        stopped(step, System.nanoTime() - start, waited);
    }

    /** Saves and waits for it. */
    @Override
    public void save(long step) {
        long start = System.nanoTime();
        saver.await();
        long waited = System.nanoTime() - start;
        write(step, spared.getAsLong(), parts.tensors());
        stopped(step, System.nanoTime() - start, waited);
    }

    private void write(long step, long spares, Map<String, List<TensorData>> taken) {
        long start = System.nanoTime();
        if (spares >= 0) {
            store.spare(spares);
        }
        store.save(step, CheckpointParts.files(taken));
        LOG.log(
                Level.INFO,
                () -> "checkpoint of step %d written in %.3f s".formatted(step, since(start)));
    }

    private void stopped(long step, long nanos, long waited) {
        saved++;
        stalledNanos += nanos;
        schedule.saved();
        LOG.log(
                Level.INFO,
                () ->
                        "checkpoint of step %d: training stopped for %.3f s, %.3f s of it for an earlier one"
                                .formatted(step, nanos / 1e9, waited / 1e9));
    }

    /**
     * Takes the memory for copies when the optimizer has all of its state, after a first step, and
     * has its pages brought in meanwhile: the first checkpoint would stop training for that.
     */
    private void reserve() {
        reserved = true;
        if (!inBackground) {
            return;
        }
        Map<String, List<TensorData>> tensors = parts.tensors();
        long needed = tensors.values().stream().mapToLong(HostCopies::bytes).sum();
        long free = settings.freeBytes().getAsLong();
        if (needed > free) {
            inBackground = false;
            LOG.log(
                    Level.WARNING,
                    () ->
                            "copies for saving in the background need %.2f GB, and %.2f GB are free: training waits for checkpoints (async_save)"
                                    .formatted(needed / 1e9, free / 1e9));
            return;
        }
        tensors.forEach(copies::reserve);
        saver.begin("memory for checkpoints", copies::touch);
    }

    /** Checkpoints that were taken. */
    public long saved() {
        return saved;
    }

    /** Checkpoints that were due and left out, because one was being written. */
    public long skipped() {
        return skipped;
    }

    /** Seconds for which training stopped to save. */
    public double stalledSeconds() {
        return stalledNanos / 1e9;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Waits for what is being written. */
    @Override
    public void close() {
        try {
            saver.close();
        } finally {
            copies.close();
        }
    }
}
