package dev.cria.testing.storage;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A disk with room for so many bytes and so many operations that need room. The write that does not
 * fit takes what does and fails with ENOSPC; what is deleted makes room.
 */
public final class FullStorage extends ForwardingStorage {

    private final Map<Path, Long> sizes = new HashMap<>();
    private long capacity;
    private int operationsLeft = Integer.MAX_VALUE;

    /**
     * @param capacity bytes of all files together
     */
    public FullStorage(Storage target, long capacity) {
        super(target);
        this.capacity = capacity;
    }

    /** Changes how many more bytes fit. */
    public void leaveFree(long bytes) {
        capacity = used() + bytes;
    }

    /** Changes how many more files, folders and pieces fit. */
    public void leaveOperations(int count) {
        operationsLeft = count;
    }

    /** Bytes of all files. */
    public long used() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        takeOperation(file);
        sizes.put(file, 0L);
        return new LimitedFile(target.create(file), file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        takeOperation(folder);
        super.createFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        super.rename(from, to);
        for (Path file : List.copyOf(sizes.keySet())) {
            if (file.startsWith(from)) {
                sizes.put(to.resolve(from.relativize(file)), sizes.remove(file));
            }
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        super.delete(path);
        sizes.keySet().removeIf(file -> file.startsWith(path));
    }

    @Override
    public long freeBytes(Path folder) {
        return capacity - used();
    }

    private void takeOperation(Path path) throws IOException {
        if (--operationsLeft < 0) {
            throw full(path);
        }
    }

    private static IOException full(Path path) {
        return new IOException(path + ": No space left on device");
    }

    private final class LimitedFile extends ForwardingFile {

        private final Path path;

        LimitedFile(OpenFile file, Path path) {
            super(file);
            this.path = path;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            takeOperation(path);
            int fits = (int) Math.min(source.remaining(), capacity - used());
            ByteBuffer piece = source.slice(source.position(), fits);
            super.write(piece);
            sizes.merge(path, (long) fits, Long::sum);
            if (fits < source.remaining()) {
                throw full(path);
            }
            source.position(source.position() + fits);
            return fits;
        }
    }
}
