package dev.cria.testing.storage;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Another storage, seen through; those that inject faults override what they change. */
public class ForwardingStorage implements Storage {

    /** What everything goes to. */
    protected final Storage target;

    protected ForwardingStorage(Storage target) {
        this.target = target;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        return target.create(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        target.createFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        target.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        target.forceFolder(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
        target.delete(path);
    }

    @Override
    public Kind kind(Path path) throws IOException {
        return target.kind(path);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return target.list(folder);
    }

    @Override
    public InputFile open(Path file) throws IOException {
        return target.open(file);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return target.freeBytes(folder);
    }

    /** A file, seen through. */
    protected static class ForwardingFile implements OpenFile {

        /** What everything goes to. */
        protected final OpenFile file;

        protected ForwardingFile(OpenFile file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return file.write(source);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
