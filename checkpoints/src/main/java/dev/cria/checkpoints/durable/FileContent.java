package dev.cria.checkpoints.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The bytes of a file, produced when they are written. */
@FunctionalInterface
public interface FileContent {

    void writeTo(WritableByteChannel channel) throws IOException;

    static FileContent of(byte[] bytes) {
        return channel -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        };
    }
}
