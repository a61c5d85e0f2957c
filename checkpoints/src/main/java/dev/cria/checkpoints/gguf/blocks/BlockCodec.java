package dev.cria.checkpoints.gguf.blocks;

import java.nio.ByteBuffer;

/** Converts between floats and blocks of a format. Has no state; safe for several threads. */
public interface BlockCodec {

    /**
     * Quantises {@code count} finite floats from {@code values[from]} on, a whole number of blocks.
     *
     * @param stored little-endian; its position advances
     */
    void encode(float[] values, int from, int count, ByteBuffer stored);

    /**
     * Reads {@code count} floats into {@code values[from]} and on, a whole number of blocks.
     *
     * @param stored little-endian; its position advances
     */
    void decode(ByteBuffer stored, float[] values, int from, int count);
}
