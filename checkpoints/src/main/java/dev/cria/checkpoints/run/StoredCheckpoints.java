package dev.cria.checkpoints.run;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FileDigest;
import dev.cria.checkpoints.durable.KillPoint;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.durable.Storage.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The folders of a store: finds, verifies and deletes them. */
final class StoredCheckpoints {

    private final Path folder;
    private final Storage storage;
    private final Consumer<String> reporter;

    /** Those that this process has written or read whole, and found as they should be. */
    private final Set<Long> verified = new HashSet<>();

    StoredCheckpoints(Path folder, Storage storage, Consumer<String> reporter) {
        this.folder = folder;
        this.storage = storage;
        this.reporter = reporter;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** The steps that have a folder, newest first. */
    List<Long> steps() {
        restoreMovedAway();
        List<Long> steps = new ArrayList<>();
        for (String name : names()) {
            CheckpointNames.step(name).ifPresent(steps::add);
        }
        steps.sort(Comparator.reverseOrder());
        return steps;
    }

    /**
     * Reads a checkpoint whole; a damaged one is reported.
     *
     * @throws FormatTooNewException when a later version has written it
     */
    Optional<Checkpoint> soundOrReported(long step) {
        try {
            return Optional.of(verify(step));
        } catch (FormatTooNewException sound) {
            throw sound;
        } catch (UserException damaged) {
            reporter.accept("skipping checkpoint " + path(step) + ": " + damaged.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a checkpoint has all its files with their sizes; reads only its manifest. */
    boolean looksSound(long step) {
        try {
            for (Map.Entry<String, FileDigest> file : manifest(step).files().entrySet()) {
                StoredFile.verifySize(storage, path(step).resolve(file.getKey()), file.getValue());
            }
            return true;
        } catch (FormatTooNewException sound) {
            return true;
        } catch (IOException | UserException damaged) {
            return false;
        }
    }

    /** Whether a checkpoint was found sound by this process; it is read if it was not yet. */
    boolean isVerified(long step) {
        try {
            return looksSound(step)
                    && (verified.contains(step) || soundOrReported(step).isPresent());
        } catch (FormatTooNewException sound) {
            return true;
        }
    }

    void remember(long step) {
        verified.add(step);
    }

    void forget(long step) {
        verified.remove(step);
    }

    private Checkpoint verify(long step) {
        forget(step);
        Manifest manifest = manifest(step);
        for (Map.Entry<String, FileDigest> file : manifest.files().entrySet()) {
            Path path = path(step).resolve(file.getKey());
            try {
                StoredFile.verify(storage, path, file.getValue());
            } catch (IOException failure) {
                throw new CorruptFileException(path, "cannot be read: " + failure, failure);
            }
        }
        remember(step);
        return new Checkpoint(
                path(step),
                step,
                manifest.files().keySet(),
                manifest.references(),
                manifest.facts());
    }

    /** What its manifest says of the run; empty where it cannot be read. */
    Map<String, String> claimedFacts(long step) {
        try {
            return manifest(step).facts();
        } catch (UserException unreadable) {
            return Map.of();
        }
    }

    private Manifest manifest(long step) {
        Path path = path(step);
        requireFolder(path);
        Manifest manifest = ManifestReader.read(storage, path);
        if (manifest.step() != step) {
            throw new CorruptFileException(
                    path.resolve(Manifest.NAME), "is the manifest of step " + manifest.step());
        }
        return manifest;
    }

    private void requireFolder(Path path) {
        try {
            if (storage.kind(path) != Kind.FOLDER) {
                throw new CorruptFileException(path, "is not a folder");
            }
        } catch (IOException failure) {
            throw new CorruptFileException(path, "cannot be read: " + failure, failure);
        }
    }

    /** Deletes what killed saves have left. */
    void tidy() {
        restoreMovedAway();
        List<String> names = names();
        List<String> replaced =
                names.stream()
                        .filter(
                                name -> {
                                    String before = CheckpointNames.beforeItWasMovedAway(name);
                                    return before != null && names.contains(before);
                                })
                        .toList();
        try {
            if (!replaced.isEmpty()) {
                storage.forceFolder(folder); // that the later one has its name must be certain
            }
            List<Path> waste = discard(replaced);
            names.stream().filter(CheckpointNames::isWaste).map(this::path).forEach(waste::add);
            delete(waste);
        } catch (IOException failure) {
            reporter.accept("cannot delete what earlier saves left: " + failure);
        }
    }

    /**
     * A save that replaces a checkpoint and is killed between its two renames leaves only the
     * earlier one, under another name.
     */
    private void restoreMovedAway() {
        List<String> names = names();
        for (String name : names) {
            String before = CheckpointNames.beforeItWasMovedAway(name);
            if (before != null && !names.contains(before)) {
                try {
                    storage.rename(path(name), path(before));
                } catch (IOException failure) {
                    reporter.accept("cannot restore " + path(name) + ": " + failure);
                }
            }
        }
    }

    /** Gives up checkpoints. */
    void giveUp(Collection<Long> steps) {
        try {
            steps.forEach(this::forget);
            delete(discard(steps.stream().map(CheckpointNames::of).toList()));
        } catch (IOException failure) {
            reporter.accept("cannot delete the checkpoints of " + steps + ": " + failure);
        }
    }

    /** Takes the names from folders, for good: nothing half deleted ever has a valid name. */
    private List<Path> discard(List<String> names) throws IOException {
        List<Path> waste = new ArrayList<>();
        for (String name : names) {
            Path gone = CheckpointNames.gone(path(name));
            storage.rename(path(name), gone);
            KillPoint.RETIRED_RENAMED.pass();
            waste.add(gone);
        }
        if (!waste.isEmpty()) {
            storage.forceFolder(folder);
        }
        return waste;
    }

    private void delete(List<Path> waste) throws IOException {
        for (Path path : waste) {
            storage.delete(path);
            KillPoint.RETIRED_DELETED.pass();
        }
    }

    private Path path(long step) {
        return path(CheckpointNames.of(step));
    }

    private List<String> names() {
        try {
            return storage.list(folder);
        } catch (IOException failure) {
            throw new UserException("cannot list " + folder + ": " + failure, failure);
        }
    }
}
