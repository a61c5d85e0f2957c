package dev.cria.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** Bytes for a library that keeps a header until it ends, however long it is. */
final class BoundedChannel implements ReadableByteChannel {

    private final ReadableByteChannel bytes;
    private long left = Long.MAX_VALUE;

    BoundedChannel(InputStream bytes) {
        this.bytes = Channels.newChannel(bytes);
    }

    /** How many more may be read from now on. */
    void allow(long count) {
        left = count;
    }

    /**
     * @throws IOException if all that may be read has been
     */
    @Override
    public int read(ByteBuffer to) throws IOException {
        if (left <= 0) {
            throw new IOException("has a header that is too long");
        }
        int count = bytes.read(to);
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return bytes.isOpen();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
