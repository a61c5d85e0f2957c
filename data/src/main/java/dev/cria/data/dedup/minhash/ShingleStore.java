package dev.cria.data.dedup.minhash;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.records.DiskLongs;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** The sets of shingles of numbered documents, in a temporary file, each with its CRC32C. */
final class ShingleStore implements Closeable {

    private static final int CHECKSUM_BYTES = 4;

    private final Path file;
    private final FileChannel channel;
    private final DiskLongs places;
    private final AtomicLong end = new AtomicLong();

    ShingleStore(Path folder, long documents) throws IOException {
        file = folder.resolve("shingles.tmp");
        places = new DiskLongs(folder.resolve("shingle-places.tmp"), 2 * documents);
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    /** Keeps the set of a document. */
    void put(long document, int[] set) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKSUM_BYTES + set.length * 4);
        bytes.position(CHECKSUM_BYTES).slice().asIntBuffer().put(set);
        bytes.putInt(0, checksum(bytes));
        bytes.rewind();
        long start = end.getAndAdd(bytes.capacity());
        while (bytes.hasRemaining()) {
            channel.write(bytes, start + bytes.position());
        }
        places.set(2 * document, start);
        places.set(2 * document + 1, set.length);
    }

    /** The set of a document. */
    int[] get(long document) throws IOException {
        int[] set = new int[size(document)];
        ByteBuffer bytes = ByteBuffer.allocate(CHECKSUM_BYTES + set.length * 4);
        long start = places.get(2 * document);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, start + bytes.position()) < 0) {
                throw new EOFException(file + " is cut short");
            }
        }
        if (bytes.getInt(0) != checksum(bytes)) {
            throw new CorruptFileException(
                    file,
                    "the temporary file is damaged at byte "
                            + start
                            + "; check the disk and start the step again");
        }
        bytes.position(CHECKSUM_BYTES).slice().asIntBuffer().get(set);
        return set;
    }

    /** Of the set of a document. */
    int size(long document) {
        return (int) places.get(2 * document + 1);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().position(CHECKSUM_BYTES));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
