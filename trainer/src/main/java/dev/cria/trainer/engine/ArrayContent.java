package dev.cria.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * The first elements of a contiguous array as the content of a tensor.
 *
 * @param array fp32 numbers, or bytes
 * @param dtype what they are stored as; U8 for bytes
 * @param elements how many of them
 */
record ArrayContent(NDArray array, DType dtype, long elements) implements TensorContent {

    /** Elements read at a time. */
    private static final int CHUNK = 1 << 22;

    /** Whether they are stored as they are. */
    boolean isPlain() {
        return array.getDataType() == DataType.FLOAT32
                ? dtype == DType.F32
                : array.getDataType() == DataType.UINT8 && dtype == DType.U8;
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        for (long from = 0; from < elements; from += CHUNK) {
            int count = (int) Math.min(CHUNK, elements - from);
            HostWindow.read(
                    array,
                    from,
                    count,
                    memory -> write(isPlain() ? memory : encoded(memory, count), channel));
        }
    }

    private ByteBuffer encoded(ByteBuffer memory, int count) {
        ByteBuffer bytes =
                ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Floats.encode(dtype, memory.asFloatBuffer(), bytes);
        return bytes.flip();
    }

    private static void write(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
