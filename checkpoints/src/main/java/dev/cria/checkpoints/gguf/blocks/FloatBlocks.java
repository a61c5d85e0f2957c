package dev.cria.checkpoints.gguf.blocks;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** F32, F16 and BF16: every element is a block. */
public final class FloatBlocks implements BlockCodec {

    private final DType type;

    public FloatBlocks(DType type) {
        this.type = type;
    }

    @Override
    public void encode(float[] values, int from, int count, ByteBuffer stored) {
        Floats.encode(type, FloatBuffer.wrap(values, from, count), stored);
    }

    @Override
    public void decode(ByteBuffer stored, float[] values, int from, int count) {
        int bytes = count * type.bytes();
        ByteBuffer piece = stored.slice(stored.position(), bytes);
        Floats.decode(type, piece, FloatBuffer.wrap(values, from, count));
        stored.position(stored.position() + bytes);
    }
}
