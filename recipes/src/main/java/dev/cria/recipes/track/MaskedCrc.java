package dev.cria.recipes.track;

import java.util.zip.CRC32C;

/**
 * The checksum of TFRecord files: CRC-32C, turned right by 15 bits and moved by a constant, so that
 * the checksum of data that hold a checksum is not weak (TensorFlow, {@code lib/hash/crc32c.h}).
 */
final class MaskedCrc {

    private static final int ROTATION = 15;
    private static final int DELTA = 0xa282ead8;

    private MaskedCrc() {}

    static int of(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + DELTA;
    }
}
