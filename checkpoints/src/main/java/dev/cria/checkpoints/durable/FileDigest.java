package dev.cria.checkpoints.durable;

import java.util.regex.Pattern;

/**
 * What the bytes of a file were when they were written.
 *
 * @param bytes their number
 * @param sha256 lower-case hexadecimal
 * @param crc32c of each block of {@link BlockChecksums#BLOCK_BYTES} bytes eight hexadecimal digits;
 *     empty where they were not computed
 */
public record FileDigest(long bytes, String sha256, String crc32c) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]*");

    /** Whether the checksums of the blocks were computed. */
    public boolean hasBlocks() {
        return !crc32c.isEmpty();
    }

    /** Whether there is a well-formed checksum for each block. */
    public boolean hasEveryBlock() {
        return bytes >= 0
                && crc32c.length() % BlockChecksums.DIGITS == 0
                && crc32c.length() / BlockChecksums.DIGITS == numBlocks()
                && HEX.matcher(crc32c).matches();
    }

    /** Number of blocks of the file. */
    public long numBlocks() {
        return bytes / BlockChecksums.BLOCK_BYTES
                + (bytes % BlockChecksums.BLOCK_BYTES == 0 ? 0 : 1);
    }

    /** The checksum of a block, as eight hexadecimal digits. */
    public String block(int number) {
        int at = number * BlockChecksums.DIGITS;
        return crc32c.substring(at, at + BlockChecksums.DIGITS);
    }
}
