package dev.cria.checkpoints.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Counts the bytes that pass through. */
final class CountingChannel implements WritableByteChannel {

    private final WritableByteChannel channel;
    private long count;

    CountingChannel(WritableByteChannel channel) {
        this.channel = channel;
    }

    long count() {
        return count;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int written = channel.write(bytes);
        count += written;
        return written;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        // The channel belongs to whoever opened it.
    }
}
