package dev.cria.testing.storage;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.MemoryDisk.File;
import dev.cria.testing.storage.MemoryDisk.Folder;
import dev.cria.testing.storage.MemoryDisk.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process's view of a {@link MemoryDisk}, which ends at a chosen operation with {@link
 * PowerLost}, as does every operation after it. A write that is hit has written a part.
 */
public final class CrashingStorage implements Storage {

    private final MemoryDisk disk;
    private final long crashAt;
    private long operations;

    /**
     * @param crashAt the number of the operation that is not completed, from 0
     */
    public CrashingStorage(MemoryDisk disk, long crashAt) {
        this.disk = disk;
        this.crashAt = crashAt;
    }

    /** How many operations that change something were tried. */
    public long operations() {
        return operations;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        step();
        Folder parent = disk.folder(file.getParent());
        if (parent.names.containsKey(name(file))) {
            throw new FileAlreadyExistsException(file.toString());
        }
        File created = new File();
        parent.change(null, name(file), created);
        return new Output(created);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        step();
        Folder parent = disk.folder(folder.getParent());
        Node there = parent.names.get(name(folder));
        if (there instanceof File) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        if (there == null) {
            parent.change(null, name(folder), new Folder());
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        Folder parent = disk.folder(from.getParent());
        if (!from.getParent().equals(to.getParent())) {
            throw new IllegalArgumentException("not within one folder: " + from + " to " + to);
        }
        Node moved = parent.names.get(name(from));
        if (moved == null) {
            throw new NoSuchFileException(from.toString());
        }
        if (parent.names.get(name(to)) instanceof Folder there && !there.names.isEmpty()) {
            throw new DirectoryNotEmptyException(to.toString());
        }
        parent.change(name(from), name(to), moved);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        disk.folder(folder).force();
    }

    @Override
    public void delete(Path path) throws IOException {
        if (disk.find(path) instanceof Folder folder) {
            for (String name : List.copyOf(folder.names.keySet())) {
                delete(path.resolve(name));
            }
        }
        step();
        if (disk.find(path) != null) {
            disk.folder(path.getParent()).change(name(path), null, null);
        }
    }

    @Override
    public Kind kind(Path path) {
        requireAlive();
        Node node = disk.find(path);
        if (node == null) {
            return Kind.ABSENT;
        }
        return node instanceof File ? Kind.FILE : Kind.FOLDER;
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        requireAlive();
        return disk.find(folder) == null
                ? List.of()
                : List.copyOf(disk.folder(folder).names.keySet());
    }

    @Override
    public InputFile open(Path file) throws IOException {
        requireAlive();
        if (disk.find(file) instanceof File found) {
            return new Input(ByteBuffer.wrap(found.bytes, 0, found.length));
        }
        throw new NoSuchFileException(file.toString());
    }

    @Override
    public long freeBytes(Path folder) {
        return Long.MAX_VALUE;
    }

    private void step() {
        operations++;
        requireAlive();
    }

    private void requireAlive() {
        if (operations > crashAt) {
            throw new PowerLost();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private record Input(ByteBuffer bytes) implements InputFile {

        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public int read(ByteBuffer target) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(target.remaining(), bytes.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final class Output implements OpenFile {

        private final File file;

        Output(File file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) {
            requireAlive();
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            boolean hit = operations == crashAt;
            file.append(bytes, hit ? bytes.length / 2 : bytes.length);
            step();
            return bytes.length;
        }

        @Override
        public void force() {
            step();
            file.forced = file.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
