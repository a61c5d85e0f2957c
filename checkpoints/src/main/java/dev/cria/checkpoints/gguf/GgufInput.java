package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a header forwards; nothing is allocated before it is known to be in the file. */
final class GgufInput {

    /** A header with Llama 3's vocabulary has 8 MB. */
    private static final long MAX_HEADER_BYTES = 128 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long end;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long bufferStart;

    GgufInput(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.end = Math.min(channel.size(), MAX_HEADER_BYTES);
    }

    long position() {
        return bufferStart + buffer.position();
    }

    byte int8() throws IOException {
        require(1);
        return buffer.get();
    }

    short int16() throws IOException {
        require(Short.BYTES);
        return buffer.getShort();
    }

    int int32() throws IOException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    long int64() throws IOException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /**
     * Reads a count of things.
     *
     * @param leastBytes that each of them takes, so that the count can be compared with the file
     */
    int count(String what, int leastBytes, long most) throws IOException {
        long count = int64();
        if (count < 0 || count > most || count > (end - position()) / leastBytes) {
            throw corrupt("number of " + what + " is " + Long.toUnsignedString(count));
        }
        return (int) count;
    }

    String string(int most) throws IOException {
        int length = count("bytes of a string", 1, most);
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            require(1);
            int piece = Math.min(length - at, buffer.remaining());
            buffer.get(bytes, at, piece);
            at += piece;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw corrupt("a string is not UTF-8");
        }
    }

    CorruptFileException corrupt(String what) {
        return new CorruptFileException(file, "at byte " + position() + ": " + what);
    }

    private void require(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        bufferStart += buffer.position();
        if (bufferStart + bytes > end) {
            throw new CorruptFileException(
                    file, "at byte " + bufferStart + ": the header does not end");
        }
        buffer.compact();
        while (buffer.position() < bytes) {
            if (channel.read(buffer, bufferStart + buffer.position()) < 0) {
                throw new CorruptFileException(file, "was truncated while it was read");
            }
        }
        buffer.flip();
    }
}
