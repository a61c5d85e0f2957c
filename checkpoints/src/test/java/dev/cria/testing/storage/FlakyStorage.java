package dev.cria.testing.storage;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A disk of which chosen operations fail with EIO. A failing write leaves half of its bytes. As on
 * Linux, a failed force leaves the file as it was, and forcing it again would succeed: whoever does
 * that, or writes on into a file that has failed, is told off by {@link #misuses}.
 */
public final class FlakyStorage extends ForwardingStorage {

    /** What can fail. */
    public enum Operation {
        CREATE,
        WRITE,
        FORCE,
        CREATE_FOLDER,
        RENAME,
        FORCE_FOLDER,
        DELETE,
        READ
    }

    private final Set<Operation> kinds;
    private final IntPredicate chosen;
    private final List<String> misuses = new ArrayList<>();
    private int operations;
    private int failures;

    /**
     * @param kinds which operations are counted and can fail
     * @param chosen which of them fail, by their number from 0
     */
    public FlakyStorage(Storage target, Set<Operation> kinds, IntPredicate chosen) {
        super(target);
        this.kinds = Set.copyOf(kinds);
        this.chosen = chosen;
    }

    /** How many operations of the kinds were tried. */
    public int operations() {
        return operations;
    }

    /** How many failed. */
    public int failures() {
        return failures;
    }

    /** Uses of files after one of their operations had failed. */
    public List<String> misuses() {
        return List.copyOf(misuses);
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        failIfChosen(Operation.CREATE, file);
        return new FlakyFile(target.create(file), file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        failIfChosen(Operation.CREATE_FOLDER, folder);
        super.createFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        failIfChosen(Operation.RENAME, from);
        super.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        failIfChosen(Operation.FORCE_FOLDER, folder);
        super.forceFolder(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
        failIfChosen(Operation.DELETE, path);
        super.delete(path);
    }

    @Override
    public InputFile open(Path file) throws IOException {
        failIfChosen(Operation.READ, file);
        return super.open(file);
    }

    private void failIfChosen(Operation kind, Path path) throws IOException {
        if (isChosen(kind)) {
            throw error(path);
        }
    }

    private boolean isChosen(Operation kind) {
        boolean fails = kinds.contains(kind) && chosen.test(operations++);
        failures += fails ? 1 : 0;
        return fails;
    }

    private static IOException error(Path path) {
        return new IOException(path + ": Input/output error");
    }

    private final class FlakyFile extends ForwardingFile {

        private final Path path;
        private boolean failed;

        FlakyFile(OpenFile file, Path path) {
            super(file);
            this.path = path;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            noteMisuse("write");
            if (isChosen(Operation.WRITE)) {
                failed = true;
                super.write(source.slice(source.position(), source.remaining() / 2));
                throw error(path);
            }
            return super.write(source);
        }

        @Override
        public void force() throws IOException {
            noteMisuse("force");
            if (isChosen(Operation.FORCE)) {
                failed = true;
                throw error(path);
            }
            super.force();
        }

        private void noteMisuse(String operation) {
            if (failed) {
                misuses.add(operation + " of " + path + " after it had failed");
            }
        }
    }
}
