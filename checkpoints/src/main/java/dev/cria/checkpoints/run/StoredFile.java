package dev.cria.checkpoints.run;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.BlockChecksums;
import dev.cria.checkpoints.durable.FileDigest;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.durable.Storage.InputFile;
import dev.cria.checkpoints.durable.Storage.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Compares files with what a manifest says about them. */
final class StoredFile {

    private StoredFile() {}

    /**
     * Reads a small file.
     *
     * @throws CorruptFileException when it is absent or larger than is credible
     */
    static byte[] bytes(Storage storage, Path file, int maxBytes) throws IOException {
        requireFile(storage, file);
        try (InputFile input = storage.open(file)) {
            if (input.size() > maxBytes) {
                throw new CorruptFileException(
                        file, "has " + input.size() + " bytes, more than " + maxBytes);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) input.size());
            fill(input, bytes);
            if (bytes.hasRemaining()) {
                throw new CorruptFileException(file, "became shorter while it was read");
            }
            return bytes.array();
        }
    }

    /** Checks that the file is there with the right length; reads nothing of it. */
    static void verifySize(Storage storage, Path file, FileDigest stated) throws IOException {
        requireFile(storage, file);
        try (InputFile input = storage.open(file)) {
            requireSize(file, input, stated);
        }
    }

    /** Reads the file and compares its blocks, or its hash where blocks were not written down. */
    static void verify(Storage storage, Path file, FileDigest stated) throws IOException {
        requireFile(storage, file);
        try (InputFile input = storage.open(file)) {
            requireSize(file, input, stated);
            if (stated.hasBlocks()) {
                verifyBlocks(file, input, stated);
            } else {
                verifyHash(file, Sha256.of(input), stated);
            }
        }
    }

    /** Reads the file and compares its SHA-256. */
    static void verifyHash(Storage storage, Path file, FileDigest stated) throws IOException {
        requireFile(storage, file);
        try (InputFile input = storage.open(file)) {
            requireSize(file, input, stated);
            verifyHash(file, Sha256.of(input), stated);
        }
    }

    private static void verifyHash(Path file, String hash, FileDigest stated) {
        if (!hash.equals(stated.sha256())) {
            throw new CorruptFileException(
                    file, "has SHA-256 " + hash + ", the manifest says " + stated.sha256());
        }
    }

    private static void verifyBlocks(Path file, InputFile input, FileDigest stated)
            throws IOException {
        ByteBuffer block =
                ByteBuffer.allocateDirect(
                        (int) Math.min(BlockChecksums.BLOCK_BYTES, stated.bytes()));
        for (int number = 0; number < stated.numBlocks(); number++) {
            block.clear();
            fill(input, block);
            String actual = BlockChecksums.of(block.flip());
            if (!actual.equals(stated.block(number))) {
                throw new CorruptFileException(
                        file,
                        (long) number * BlockChecksums.BLOCK_BYTES,
                        "block %d of %d is damaged, CRC32C".formatted(number, stated.numBlocks()),
                        stated.block(number),
                        actual);
            }
        }
    }

    private static void requireFile(Storage storage, Path file) throws IOException {
        Kind kind = storage.kind(file);
        if (kind != Kind.FILE) {
            throw new CorruptFileException(
                    file, kind == Kind.ABSENT ? "is missing" : "is not a regular file");
        }
    }

    private static void requireSize(Path file, InputFile input, FileDigest stated) {
        if (input.size() != stated.bytes()) {
            throw new CorruptFileException(
                    file, "has " + input.size() + " bytes, the manifest says " + stated.bytes());
        }
    }

    /** Reads until the buffer is full or the file ends. */
    private static void fill(InputFile input, ByteBuffer target) throws IOException {
        while (target.hasRemaining() && input.read(target) >= 0) {}
    }
}
