package dev.cria.checkpoints.durable;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** CRC32C of each block of a stream of bytes: says which part of a file is damaged. */
public final class BlockChecksums {

    /** Bytes of a block; the last one of a file may be shorter. */
    public static final int BLOCK_BYTES = 1 << 20;

    static final int DIGITS = 8;

    private final StringBuilder hex = new StringBuilder();
    private final CRC32C crc = new CRC32C();
    private int inBlock;

    /** Takes the rest of a buffer, which it uses up. */
    public void update(ByteBuffer bytes) {
        int end = bytes.limit();
        while (bytes.position() < end) {
            int length = Math.min(end - bytes.position(), BLOCK_BYTES - inBlock);
            bytes.limit(bytes.position() + length);
            crc.update(bytes);
            inBlock += length;
            if (inBlock == BLOCK_BYTES) {
                endBlock();
            }
        }
        bytes.limit(end);
    }

    /** The checksums of all blocks, eight hexadecimal digits each; ends the computation. */
    public String hex() {
        if (inBlock > 0) {
            endBlock();
        }
        return hex.toString();
    }

    /** The checksum of one block, which it uses up. */
    public static String of(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private void endBlock() {
        hex.append(HexFormat.of().toHexDigits((int) crc.getValue()));
        crc.reset();
        inBlock = 0;
    }
}
