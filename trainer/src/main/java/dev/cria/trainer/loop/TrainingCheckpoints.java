package dev.cria.trainer.loop;

import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.HostCopies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Saves what training has changed, so that it can go on bit for bit. While a checkpoint is written
 * in the background, training stops only for a copy in memory; the last step always waits.
 */
public final class TrainingCheckpoints implements StepHook, Rewind, AutoCloseable {

    private static final Logger LOG = System.getLogger(TrainingCheckpoints.class.getName());

    /** The fact that a run that was never interrupted would have the checkpoint, too. */
    private static final String SCHEDULED = "scheduled";

    private final CheckpointStore store;
    private final CheckpointParts parts;
    private final SaveSchedule schedule;
    private final Settings settings;
    private final CheckpointNotes notes;
    private final LongSupplier best;
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
     * @param neededScheduled how many of the newest checkpoints that are due by the number of their
     *     step are kept in any case
     */
    public record Settings(
            boolean inBackground, WhenBusy whenBusy, LongSupplier freeBytes, int neededScheduled) {

        /** Training waits for each checkpoint. */
        public static final Settings WAITING = new Settings(false, WhenBusy.WAIT, () -> 0, 0);
    }

    /**
     * @param best the step whose checkpoint must not be deleted; negative for none
     */
    public TrainingCheckpoints(
            Engine engine,
            CheckpointStore store,
            CheckpointParts parts,
            SaveSchedule schedule,
            Settings settings,
            CheckpointNotes notes,
            LongSupplier best) {
        this.store = store;
        this.parts = parts;
        this.schedule = schedule;
        this.settings = settings;
        this.notes = notes;
        this.best = best;
        this.copies = new HostCopies(engine);
        this.inBackground = settings.inBackground();
    }

    /** Takes up a checkpoint; answers its step. */
    public long begin(Checkpoint checkpoint) {
        parts.restore(checkpoint);
        notes.restored(checkpoint.facts());
        return checkpoint.step();
    }

    /**
     * Takes up the newest checkpoint that a run that was never interrupted would have, too; answers
     * its step, 0 where there is none.
     */
    @Override
    public long restore() {
        try {
            saver.await();
        } catch (NotFiniteException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
        return scheduled(store, 1).stream().findFirst().map(this::begin).orElse(0L);
    }

    /**
     * The newest checkpoints that do not depend on time or on when a run was stopped, newest first.
     */
    static List<Checkpoint> scheduled(CheckpointStore store, int count) {
        return store.newest(Integer.MAX_VALUE).stream()
                .filter(c -> !c.facts().getOrDefault(SCHEDULED, "true").equals("false"))
                .limit(count)
                .toList();
    }

    @Override
    public void after(FinishedStep step) {
        saver.check();
        boolean fixed = step.saves() || schedule.bySteps(step.number());
        if (step.last()) {
            save(step.number(), fixed || !step.stopped());
        } else if (fixed || schedule.byTime()) {
            take(step, fixed);
        } else if (!reserved && schedule.savesOnTheWay()) {
            reserve();
        }
    }

    private void take(FinishedStep finished, boolean fixed) {
        long step = finished.number();
        if (saver.isBusy() && settings.whenBusy() == WhenBusy.SKIP && !finished.saves()) {
            skipped++;
            LOG.log(Level.INFO, "checkpoint of step {0} left out: one is being written", step);
            return;
        }
        if (inBackground && !reserved) {
            reserve();
        }
        if (!inBackground) {
            save(step, fixed);
            return;
        }
        long start = System.nanoTime();
        saver.await();
        long waited = System.nanoTime() - start;
        Map<String, List<TensorData>> taken = new LinkedHashMap<>();
        parts.tensors().forEach((name, part) -> taken.put(name, copies.take(name, part)));
        Set<Long> spares = spares(step);
        Supplier<Map<String, String>> facts = facts(fixed);
        saver.begin("the checkpoint of step " + step, () -> write(step, spares, taken, facts));
        stopped(step, System.nanoTime() - start, waited);
    }

    /** Saves and waits for it. */
    @Override
    public void save(long step) {
        save(step, true);
    }

    private void save(long step, boolean fixed) {
        long start = System.nanoTime();
        saver.await();
        long waited = System.nanoTime() - start;
        write(step, spares(step), parts.tensors(), facts(fixed));
        stopped(step, System.nanoTime() - start, waited);
    }

    private Supplier<Map<String, String>> facts(boolean fixed) {
        Supplier<Map<String, String>> noted = notes.now();
        return () -> {
            Map<String, String> facts = new HashMap<>(noted.get());
            facts.put(SCHEDULED, Boolean.toString(fixed));
            return facts;
        };
    }

    /** What must stay: the best step, and what a rollback or an average will look for. */
    private Set<Long> spares(long step) {
        Set<Long> steps = new HashSet<>();
        if (best.getAsLong() >= 0) {
            steps.add(best.getAsLong());
        }
        if (schedule.everySteps() > 0) {
            long newest = step - step % schedule.everySteps();
            for (int i = 0; i < settings.neededScheduled(); i++) {
                steps.add(newest - i * schedule.everySteps());
            }
        }
        return steps;
    }

    private void write(
            long step,
            Set<Long> spares,
            Map<String, List<TensorData>> taken,
            Supplier<Map<String, String>> facts) {
        long start = System.nanoTime();
        store.spare(spares);
        try {
            store.save(step, CheckpointParts.files(taken), facts.get());
        } catch (FiniteChannel.NotFinite e) {
            throw new NotFiniteException(step, e);
        }
        notes.written();
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
