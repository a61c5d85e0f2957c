package dev.cria.checkpoints.run;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** The disk, except that chosen operations fail; a failing write leaves half of its bytes. */
final class FaultyStorage implements Storage {

    /** What happens instead of an operation. */
    interface Fault {
        void strike() throws IOException;
    }

    private final Storage disk = Storage.disk();
    private final IntPredicate chosen;
    private final Fault fault;
    private int operations;

    FaultyStorage(IntPredicate chosen, Fault fault) {
        this.chosen = chosen;
        this.fault = fault;
    }

    /** How many operations were tried. */
    int operations() {
        return operations;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        strikeIfChosen();
        OpenFile open = disk.create(file);
        return new OpenFile() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                if (chosen.test(operations++)) {
                    open.write(source.slice(source.position(), source.remaining() / 2));
                    fault.strike();
                }
                return open.write(source);
            }

            @Override
            public void force() throws IOException {
                strikeIfChosen();
                open.force();
            }

            @Override
            public boolean isOpen() {
                return open.isOpen();
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        };
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        strikeIfChosen();
        disk.createFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        strikeIfChosen();
        disk.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        strikeIfChosen();
        disk.forceFolder(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
        strikeIfChosen();
        disk.delete(path);
    }

    private void strikeIfChosen() throws IOException {
        if (chosen.test(operations++)) {
            fault.strike();
        }
    }
}
