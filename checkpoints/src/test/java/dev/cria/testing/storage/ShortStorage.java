package dev.cria.testing.storage;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** A disk whose writes and reads take fewer bytes than they are given, as POSIX allows. */
public final class ShortStorage extends ForwardingStorage {

    private final Random random;

    /** Takes at least one byte each time. */
    public ShortStorage(Storage target, Random random) {
        super(target);
        this.random = random;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        return new ForwardingFile(target.create(file)) {
            @Override
            public int write(ByteBuffer source) throws IOException {
                ByteBuffer piece = piece(source);
                int written = super.write(piece);
                source.position(source.position() + written);
                return written;
            }
        };
    }

    @Override
    public InputFile open(Path file) throws IOException {
        InputFile input = target.open(file);
        return new InputFile() {
            @Override
            public long size() {
                return input.size();
            }

            @Override
            public int read(ByteBuffer target) throws IOException {
                if (!target.hasRemaining()) {
                    return 0;
                }
                int read = input.read(piece(target));
                target.position(target.position() + Math.max(0, read));
                return read;
            }

            @Override
            public boolean isOpen() {
                return input.isOpen();
            }

            @Override
            public void close() throws IOException {
                input.close();
            }
        };
    }

    private ByteBuffer piece(ByteBuffer whole) {
        int length = whole.hasRemaining() ? 1 + random.nextInt(whole.remaining()) : 0;
        return whole.slice(whole.position(), length);
    }
}
