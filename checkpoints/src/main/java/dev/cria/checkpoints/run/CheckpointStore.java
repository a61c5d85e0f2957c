package dev.cria.checkpoints.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.checkpoints.durable.HashingChannel;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run, in folders {@code step-000000123}. Each is written under a temporary
 * name, hashed while it streams, forced to disk, read back against its manifest, and renamed; only
 * then are older ones deleted. Whoever uses a store must hold the run's {@link
 * dev.cria.checkpoints.durable.RunLock}.
 */
public final class CheckpointStore {

    private static final System.Logger LOG = System.getLogger(CheckpointStore.class.getName());
    private static final Pattern COMPLETE = Pattern.compile("step-(\\d{9})");
    private static final Pattern LEFT_OVER =
            Pattern.compile("step-\\d{9}\\.(tmp|old)-[0-9a-f-]{36}");
    private static final long MAX_STEP = 999_999_999;

    private final Path folder;
    private final int keep;
    private final Storage storage;
    private final Consumer<String> reporter;
    private long spared = -1;

    /**
     * @param folder is created when the first checkpoint is saved
     * @param keep how many checkpoints remain; at least two are kept, whatever is asked for
     */
    public CheckpointStore(Path folder, int keep) {
        this(
                folder,
                keep,
                Storage.disk(),
                message -> LOG.log(System.Logger.Level.WARNING, message));
    }

    /**
     * @param reporter is told of each checkpoint that is skipped because it is damaged
     */
    public CheckpointStore(Path folder, int keep, Storage storage, Consumer<String> reporter) {
        this.folder = folder;
        this.keep = Math.max(2, keep);
        this.storage = storage;
        this.reporter = reporter;
    }

    /**
     * Saves a checkpoint; one of the same step is replaced. When this returns, the checkpoint
     * survives a loss of power.
     *
     * @return the checkpoint's folder
     * @throws UserException when it cannot be written; earlier checkpoints are then untouched
     */
    public Path save(long step, Collection<CheckpointFile> files) {
        if (step < 0 || step > MAX_STEP) {
            throw new IllegalArgumentException("step " + step);
        }
        deleteLeftOvers();
        Path target = folder.resolve("step-%09d".formatted(step));
        DurableFiles.writeFolder(storage, target, writer -> fill(writer, step, files));
        retire(step);
        return target;
    }

    /**
     * The newest checkpoint whose files match its manifest. Damaged ones are reported and skipped.
     */
    public Optional<Checkpoint> newest() {
        for (Path candidate : complete()) {
            Optional<Checkpoint> sound = soundOrReported(candidate);
            if (sound.isPresent()) {
                return sound;
            }
        }
        return Optional.empty();
    }

    private Optional<Checkpoint> soundOrReported(Path candidate) {
        try {
            return Optional.of(verified(candidate));
        } catch (UserException damaged) {
            reporter.accept("skipping checkpoint " + candidate + ": " + damaged.getMessage());
            return Optional.empty();
        }
    }

    /** The newest checkpoints whose files match their manifests, newest first. */
    public List<Checkpoint> newest(int count) {
        List<Checkpoint> sound = new ArrayList<>();
        for (Path candidate : complete()) {
            if (sound.size() < count) {
                soundOrReported(candidate).ifPresent(sound::add);
            }
        }
        return sound;
    }

    /** The checkpoint of a step; empty where there is none or its files do not match. */
    public Optional<Checkpoint> at(long step) {
        return complete().stream()
                .filter(candidate -> step(candidate) == step)
                .findFirst()
                .flatMap(this::soundOrReported);
    }

    /** Never deletes the checkpoint of a step, until another is spared. */
    public void spare(long step) {
        spared = step;
    }

    private static void fill(FolderWriter writer, long step, Collection<CheckpointFile> files)
            throws IOException {
        Map<String, Manifest.Entry> entries = new TreeMap<>();
        for (CheckpointFile file : files) {
            writer.write(
                    file.name(),
                    channel -> {
                        HashingChannel hashing = new HashingChannel(channel);
                        file.content().writeTo(hashing);
                        entries.put(
                                file.name(), new Manifest.Entry(hashing.bytes(), hashing.sha256()));
                    });
        }
        Manifest manifest = new Manifest(step, entries);
        manifest.verify(writer.folder());
        writer.write(Manifest.NAME, FileContent.of(manifest.bytes()));
    }

    private static Checkpoint verified(Path candidate) {
        Manifest manifest = Manifest.read(candidate);
        if (manifest.step() != step(candidate)) {
            throw new UserException(
                    "%s is the manifest of step %d".formatted(candidate, manifest.step()));
        }
        manifest.verify(candidate);
        return new Checkpoint(candidate, manifest.step(), manifest.files().keySet());
    }

    /**
     * Deletes what is older than the checkpoint just saved and not needed to keep enough. Damaged
     * ones do not count, and later steps (damaged ones from which the run fell back) stay, as does
     * the one that is spared.
     */
    private void retire(long saved) {
        int sound = 0;
        List<Path> surplus = new ArrayList<>();
        for (Path candidate : complete()) {
            if (step(candidate) > saved) {
                continue;
            }
            if (sound >= keep) {
                if (step(candidate) != spared) {
                    surplus.add(candidate);
                }
            } else if (looksSound(candidate)) {
                sound++;
            }
        }
        delete(surplus);
    }

    private static boolean looksSound(Path candidate) {
        try {
            Manifest.read(candidate).verifySizes(candidate);
            return true;
        } catch (UserException damaged) {
            return false;
        }
    }

    private void deleteLeftOvers() {
        delete(entries(LEFT_OVER));
    }

    /** Folders with a checkpoint's name, newest first. */
    private List<Path> complete() {
        return entries(COMPLETE);
    }

    private List<Path> entries(Pattern pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (pattern.matcher(entry.getFileName().toString()).matches()) {
                    found.add(entry);
                }
            }
        } catch (IOException failure) {
            throw new UserException("cannot list " + folder + ": " + failure, failure);
        }
        found.sort(Comparator.comparing((Path path) -> path.getFileName().toString()).reversed());
        return found;
    }

    private void delete(List<Path> folders) {
        for (Path old : folders) {
            try {
                storage.delete(old);
            } catch (IOException failure) {
                reporter.accept("cannot delete " + old + ": " + failure);
            }
        }
    }

    private static long step(Path candidate) {
        Matcher matcher = COMPLETE.matcher(candidate.getFileName().toString());
        if (!matcher.matches()) {
            throw new IllegalStateException("not a checkpoint: " + candidate);
        }
        return Long.parseLong(matcher.group(1));
    }
}
