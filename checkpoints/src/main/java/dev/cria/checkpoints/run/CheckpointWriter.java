package dev.cria.checkpoints.run;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FileDigest;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.checkpoints.durable.HashingChannel;
import dev.cria.checkpoints.durable.KillPoint;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes one checkpoint. An attempt of which anything fails is lost: after a failed force, the
 * system may hold pages for clean that never reached the disk (Rebello et al., Can Applications
 * Recover from fsync Failures?, ATC 2020), so nothing of it is used again and the next attempt
 * writes everything into a new folder.
 */
final class CheckpointWriter {

    private static final int MAX_ATTEMPTS = 3;

    private final Storage storage;
    private final Consumer<String> reporter;
    private boolean secured;

    CheckpointWriter(Storage storage, Consumer<String> reporter) {
        this.storage = storage;
        this.reporter = reporter;
    }

    /**
     * Writes a checkpoint and reads it back.
     *
     * @throws UserException when no attempt has succeeded, or the disk is full
     */
    void write(
            Path target,
            long step,
            Collection<CheckpointFile> files,
            Map<String, String> facts,
            List<ReferencedFile> references) {
        for (int attempt = 1; ; attempt++) {
            try {
                secure(target.getParent());
                DurableFiles.writeFolder(
                        storage, target, to -> fill(to, step, files, facts, references));
                return;
            } catch (UserException failure) {
                if (!isOfTheDisk(failure)) {
                    throw failure;
                }
                DiskSpace space = DiskSpace.of(storage, target.getParent(), files);
                if (space.isTheReasonFor(failure)) {
                    throw space.tooLittle(target, failure);
                }
                if (attempt == MAX_ATTEMPTS) {
                    throw new UserException(
                            "%s (%d attempts, each in a new folder; %s); earlier checkpoints are untouched"
                                    .formatted(failure.getMessage(), attempt, space),
                            failure);
                }
                reporter.accept("attempt %d failed: %s".formatted(attempt, failure.getMessage()));
            }
        }
    }

    private void secure(Path folder) {
        if (!secured) {
            DurableFiles.secureFolder(storage, folder);
            secured = true;
        }
    }

    private static boolean isOfTheDisk(UserException failure) {
        return failure instanceof CorruptFileException || failure.getCause() instanceof IOException;
    }

    private void fill(
            FolderWriter writer,
            long step,
            Collection<CheckpointFile> files,
            Map<String, String> facts,
            List<ReferencedFile> references)
            throws IOException {
        Map<String, FileDigest> digests = new TreeMap<>();
        for (CheckpointFile file : files) {
            writer.write(
                    file.name(),
                    channel -> {
                        HashingChannel hashing = new HashingChannel(channel);
                        file.content().writeTo(hashing);
                        digests.put(file.name(), hashing.digest());
                    });
        }
        KillPoint.FILES_WRITTEN.pass();
        for (Map.Entry<String, FileDigest> entry : digests.entrySet()) {
            StoredFile.verify(storage, writer.folder().resolve(entry.getKey()), entry.getValue());
        }
        KillPoint.FILES_READ_BACK.pass();
        Manifest manifest = new Manifest(step, facts, digests, references);
        writer.write(Manifest.NAME, FileContent.of(manifest.bytes()));
        if (!ManifestReader.read(storage, writer.folder()).equals(manifest)) {
            throw new CorruptFileException(
                    writer.folder().resolve(Manifest.NAME), "differs from what was written");
        }
        KillPoint.MANIFEST_WRITTEN.pass();
    }
}
