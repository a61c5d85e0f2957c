package dev.cria.checkpoints.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.KillPoint;
import dev.cria.checkpoints.durable.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The checkpoints of one run, in folders {@code step-000000123}. Each is written under a temporary
 * name, hashed while it streams, forced to disk, read back against its manifest, and renamed; only
 * then are older ones deleted. Whoever uses a store must hold the run's {@link
 * dev.cria.checkpoints.durable.RunLock}; the threads of one process may share it.
 */
public final class CheckpointStore {

    private static final System.Logger LOG = System.getLogger(CheckpointStore.class.getName());

    /** Logs what is reported. */
    public static final Consumer<String> WARN =
            message -> LOG.log(System.Logger.Level.WARNING, message);

    private final StoredCheckpoints stored;
    private final CheckpointWriter writer;
    private final Retention retention;

    /**
     * @param folder is created when the first checkpoint is saved
     * @param keep how many checkpoints remain; at least two are kept, whatever is asked for
     */
    public CheckpointStore(Path folder, int keep) {
        this(folder, keep, Storage.disk(), WARN);
    }

    /**
     * @param reporter is told of each checkpoint that is skipped because it is damaged, and of each
     *     failed attempt to write one
     */
    public CheckpointStore(Path folder, int keep, Storage storage, Consumer<String> reporter) {
        this.stored = new StoredCheckpoints(folder.toAbsolutePath(), storage, reporter);
        this.writer = new CheckpointWriter(storage, reporter);
        this.retention = new Retention(stored, keep);
    }

    /** As {@link #save(long, Collection, Map, Collection)}, without facts and references. */
    public Path save(long step, Collection<CheckpointFile> files) {
        return save(step, files, Map.of());
    }

    /** As {@link #save(long, Collection, Map, Collection)}, without references. */
    public Path save(long step, Collection<CheckpointFile> files, Map<String, String> facts) {
        return save(step, files, facts, List.of());
    }

    /**
     * Saves a checkpoint; one of the same step is replaced. When this returns, the checkpoint
     * survives a loss of power. Where the disk fails, everything is written again, up to three
     * times, so the contents must be the same each time that they are asked for.
     *
     * @param facts what the run says about itself; see {@link Checkpoint#facts}
     * @param references files that the checkpoint needs and does not hold
     * @return the checkpoint's folder
     * @throws UserException when it cannot be written; earlier checkpoints are then untouched
     */
    public synchronized Path save(
            long step,
            Collection<CheckpointFile> files,
            Map<String, String> facts,
            Collection<ReferencedFile> references) {
        KillPoint.SAVE_BEGUN.pass();
        stored.tidy();
        KillPoint.LEFT_OVERS_DELETED.pass();
        Path target = stored.path(CheckpointNames.of(step));
        stored.forget(step);
        writer.write(target, step, List.copyOf(files), Map.copyOf(facts), List.copyOf(references));
        stored.remember(step);
        retention.retire(step);
        KillPoint.SAVE_ENDED.pass();
        return target;
    }

    /**
     * The newest checkpoint whose files match its manifest. Damaged ones are reported and skipped.
     *
     * @throws UserException when it was written by a later version, or a file that it refers to has
     *     changed
     */
    public Optional<Checkpoint> newest() {
        return newest(1).stream().findFirst();
    }

    /** As {@link #newest()}, the newest ones, newest first. */
    public synchronized List<Checkpoint> newest(int count) {
        List<Checkpoint> sound = new ArrayList<>();
        for (long step : stored.steps()) {
            if (sound.size() < count) {
                stored.soundOrReported(step).ifPresent(sound::add);
            }
        }
        sound.forEach(Checkpoint::verifyReferences);
        return sound;
    }

    /**
     * What the newest checkpoint says about the run that made it. Its files are not looked at: it
     * may turn out to be damaged. Empty where there is none or its manifest cannot be read.
     */
    public synchronized Map<String, String> claimedFacts() {
        return stored.steps().stream().findFirst().map(stored::claimedFacts).orElse(Map.of());
    }

    /** The checkpoint of a step; empty where there is none or its files do not match. */
    public synchronized Optional<Checkpoint> at(long step) {
        Optional<Checkpoint> found =
                stored.steps().contains(step) ? stored.soundOrReported(step) : Optional.empty();
        found.ifPresent(Checkpoint::verifyReferences);
        return found;
    }

    /** Deletes the checkpoints of later steps, from which nothing is to go on. */
    public synchronized void deleteAfter(long step) {
        stored.giveUp(stored.steps().stream().filter(later -> later > step).toList());
    }

    /** Never deletes the checkpoint of a step, until another is spared. */
    public void spare(long step) {
        spare(Set.of(step));
    }

    /** Never deletes the checkpoints of these steps, until others are spared. */
    public void spare(Set<Long> steps) {
        retention.spare(steps);
    }
}
