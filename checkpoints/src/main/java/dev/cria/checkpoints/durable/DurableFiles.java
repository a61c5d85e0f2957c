package dev.cria.checkpoints.durable;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Writes files and folders that are complete or absent: under a temporary name beside the target,
 * forced to disk, renamed, the parent forced. After a failure the temporary name is removed and an
 * earlier file of the target's name is untouched.
 */
public final class DurableFiles {

    private DurableFiles() {}

    /** Writes a file, replacing an earlier one at once. */
    public static void writeFile(Path target, byte[] bytes) {
        writeFile(target, FileContent.of(bytes));
    }

    /**
     * Writes a file, replacing an earlier one at once.
     *
     * @throws UserException when the disk is full or the place cannot be written
     */
    public static void writeFile(Path target, FileContent content) {
        writeFile(Storage.disk(), target, content);
    }

    /** As {@link #writeFile(Path, FileContent)}, on the given storage. */
    public static void writeFile(Storage storage, Path target, FileContent content) {
        Path absolute = target.toAbsolutePath();
        Path temporary = temporary(absolute);
        try {
            createFolders(storage, absolute.getParent());
            try (Storage.OpenFile file = storage.create(temporary)) {
                content.writeTo(file);
                file.force();
            }
            storage.rename(temporary, absolute);
            storage.forceFolder(absolute.getParent());
        } catch (IOException failure) {
            throw abandon(storage, temporary, cannotWrite(target, failure));
        } catch (RuntimeException failure) {
            throw abandon(storage, temporary, failure);
        }
    }

    /**
     * Writes a folder that must not exist yet (an empty one may).
     *
     * @throws UserException when the folder has content, or cannot be written
     */
    public static void writeFolder(Path target, FolderFiller filler) {
        requireAbsentOrEmpty(target);
        writeFolder(Storage.disk(), target, filler);
    }

    /**
     * Writes a folder and puts it in the place of an earlier one, which is deleted. Only for
     * folders that are wholly ours.
     *
     * @throws UserException when it cannot be written
     */
    public static void replaceFolder(Path target, FolderFiller filler) {
        writeFolder(Storage.disk(), target, filler);
    }

    /** As {@link #replaceFolder}, on the given storage. */
    public static void writeFolder(Storage storage, Path target, FolderFiller filler) {
        Path absolute = target.toAbsolutePath();
        Path temporary = temporary(absolute);
        try {
            createFolders(storage, absolute.getParent());
            storage.createFolder(temporary);
            KillPoint.FOLDER_CREATED.pass();
            filler.fill(new FolderWriter(storage, temporary));
            storage.forceFolder(temporary);
            KillPoint.FOLDER_FORCED.pass();
            publish(storage, temporary, absolute);
        } catch (IOException failure) {
            throw abandon(storage, temporary, cannotWrite(target, failure));
        } catch (RuntimeException failure) {
            throw abandon(storage, temporary, failure);
        }
    }

    /**
     * Creates a folder and its missing parents, and makes the names of all of them survive a loss
     * of power: also of those that are there, because whoever made them may have been killed before
     * it could.
     *
     * @throws UserException when the folder cannot be created
     */
    public static void secureFolder(Storage storage, Path folder) {
        Path absolute = folder.toAbsolutePath();
        try {
            createFolders(storage, absolute);
            for (Path at = absolute.getParent(); at != null; at = at.getParent()) {
                storage.forceFolder(at);
            }
        } catch (AccessDeniedException closed) {
            // A folder that we may not read is none that we have made, nor are those above it.
        } catch (IOException failure) {
            throw cannotWrite(folder, failure);
        }
    }

    /** Creates a folder and its missing parents; they survive a loss of power. */
    private static void createFolders(Storage storage, Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent == null || storage.kind(folder) != Storage.Kind.ABSENT) {
            return;
        }
        createFolders(storage, parent);
        storage.createFolder(folder);
        storage.forceFolder(parent);
    }

    private static void publish(Storage storage, Path temporary, Path target) throws IOException {
        Path parent = target.getParent();
        if (storage.kind(target) == Storage.Kind.ABSENT) {
            storage.rename(temporary, target);
            KillPoint.RENAMED.pass();
            storage.forceFolder(parent);
            KillPoint.PARENT_FORCED.pass();
            return;
        }
        Path old = target.resolveSibling(target.getFileName() + ".old-" + UUID.randomUUID());
        storage.rename(target, old);
        KillPoint.OLD_MOVED_AWAY.pass();
        try {
            storage.rename(temporary, target);
        } catch (IOException failure) {
            storage.rename(old, target);
            throw failure;
        }
        KillPoint.RENAMED.pass();
        storage.forceFolder(parent);
        KillPoint.PARENT_FORCED.pass();
        Path gone = target.resolveSibling(target.getFileName() + ".gone-" + UUID.randomUUID());
        storage.rename(old, gone); // what is half deleted must not look like what can be restored
        storage.forceFolder(parent);
        storage.delete(gone);
        KillPoint.OLD_DELETED.pass();
    }

    private static void requireAbsentOrEmpty(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(target)) {
            if (!entries.iterator().hasNext()) {
                return;
            }
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
        throw new UserException(
                target + " exists and is not empty; choose another folder or remove it first");
    }

    private static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + ".tmp-" + UUID.randomUUID());
    }

    private static UserException cannotWrite(Path target, IOException failure) {
        return new UserException(
                "cannot write %s: %s; check the place, its permissions and its free space"
                        .formatted(target, failure),
                failure);
    }

    private static RuntimeException abandon(
            Storage storage, Path temporary, RuntimeException failure) {
        try {
            storage.delete(temporary);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
        return failure;
    }
}
