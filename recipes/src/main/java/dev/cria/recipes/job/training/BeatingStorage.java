package dev.cria.recipes.job.training;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.recipes.run.Pulse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A storage that shows with every piece read or written that the run lives. */
record BeatingStorage(Storage storage, Pulse pulse) implements Storage {

    @Override
    public OpenFile create(Path file) throws IOException {
        return new BeatingFile(storage.create(file), pulse);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        storage.createFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        storage.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        storage.forceFolder(folder);
        pulse.beat();
    }

    @Override
    public void delete(Path path) throws IOException {
        storage.delete(path);
    }

    @Override
    public Kind kind(Path path) throws IOException {
        return storage.kind(path);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return storage.list(folder);
    }

    @Override
    public InputFile open(Path file) throws IOException {
        return new BeatingInput(storage.open(file), pulse);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return storage.freeBytes(folder);
    }

    private record BeatingInput(InputFile file, Pulse pulse) implements InputFile {

        @Override
        public int read(ByteBuffer target) throws IOException {
            pulse.beat();
            return file.read(target);
        }

        @Override
        public long size() {
            return file.size();
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

    private record BeatingFile(OpenFile file, Pulse pulse) implements OpenFile {

        @Override
        public int write(ByteBuffer source) throws IOException {
            pulse.beat();
            return file.write(source);
        }

        @Override
        public void force() throws IOException {
            file.force();
            pulse.beat();
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
