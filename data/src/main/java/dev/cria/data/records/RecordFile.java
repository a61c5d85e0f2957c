package dev.cria.data.records;

import dev.cria.checkpoints.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads what a {@link RecordWriter} wrote; a block that does not have its checksum is refused. */
final class RecordFile implements RecordReader {

    private final Path file;
    private final FileChannel channel;
    private final int width;
    private final ByteBuffer header = ByteBuffer.allocate(RecordWriter.HEADER_BYTES);
    private final ByteBuffer block;
    private int at;

    RecordFile(Path file, int width, int blockBytes) throws IOException {
        this.file = file;
        this.width = width;
        this.block = ByteBuffer.allocate(blockBytes / 8 / width * width * 8).limit(0);
        this.at = -width * 8;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public boolean next() throws IOException {
        at += width * 8;
        return at < block.limit() || fill();
    }

    private boolean fill() throws IOException {
        long start = channel.position();
        header.clear();
        if (!read(header)) {
            return false;
        }
        int length = header.getInt(0);
        if (header.hasRemaining() || length <= 0 || length > block.capacity()) {
            throw damaged(start);
        }
        block.clear().limit(length);
        if (!read(block) || block.hasRemaining()) {
            throw damaged(start);
        }
        CRC32C crc = new CRC32C();
        crc.update(block.array(), 0, length);
        if ((int) crc.getValue() != header.getInt(4)) {
            throw damaged(start);
        }
        at = 0;
        return true;
    }

    private boolean read(ByteBuffer target) throws IOException {
        boolean any = false;
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                return any;
            }
            any = true;
        }
        return true;
    }

    private CorruptFileException damaged(long offset) {
        return new CorruptFileException(
                file,
                "the temporary file is damaged in the block at byte "
                        + offset
                        + "; check the disk and start the step again");
    }

    @Override
    public long get(int column) {
        return block.getLong(at + column * 8);
    }

    @Override
    public void copyTo(long[] target, int offset) {
        for (int i = 0; i < width; i++) {
            target[offset + i] = get(i);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
