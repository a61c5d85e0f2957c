package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorContent;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Converts a tensor of the source a block of rows at a time, so that memory does not grow with the
 * tensor.
 *
 * @param rows where each row of the target is found in the source
 */
record RowEncoder(TensorSource source, TensorInfo info, GgmlType type, RowOrder rows)
        implements TensorContent {

    private static final int BLOCK_ELEMENTS = 1 << 20;

    // Finite values from here on round to infinity in F16.
    private static final float F16_OVERFLOW = 65520;

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        long numRows = info.shape().rank() == 1 ? 1 : info.shape().dims().get(0);
        int width = Math.toIntExact(info.shape().elements() / numRows);
        int most = rows == RowOrder.SAME ? Math.max(1, BLOCK_ELEMENTS / width) : 1;
        FloatBuffer floats = FloatBuffer.allocate(most * width);
        ByteBuffer stored = ByteBuffer.allocate(Math.toIntExact(type.bytes((long) most * width)));
        stored.order(ByteOrder.LITTLE_ENDIAN);
        int rowBytes = width * info.dtype().bytes();
        for (long row = 0; row < numRows; row += most) {
            int count = (int) Math.min(most, numRows - row);
            long at = rows.sourceRow(row) * rowBytes;
            floats.clear();
            Floats.decode(info.dtype(), source.bytes(info.name(), at, count * rowBytes), floats);
            floats.flip();
            requireRepresentable(floats);
            stored.clear();
            encode(floats, stored);
            stored.flip();
            while (stored.hasRemaining()) {
                channel.write(stored);
            }
        }
    }

    private void encode(FloatBuffer floats, ByteBuffer stored) {
        switch (type) {
            case F32 -> Floats.encode(DType.F32, floats, stored);
            case F16 -> Floats.encode(DType.F16, floats, stored);
            case BF16 -> Floats.encode(DType.BF16, floats, stored);
            case Q8_0 -> Q8.encode(floats, stored);
            default -> throw new IllegalStateException("no encoder for " + type);
        }
    }

    private void requireRepresentable(FloatBuffer floats) {
        float limit = type == GgmlType.F16 ? F16_OVERFLOW : Float.POSITIVE_INFINITY;
        for (int i = 0; i < floats.limit(); i++) {
            if (!(Math.abs(floats.get(i)) < limit)) {
                throw new UserException(
                        "tensor %s holds %s, which %s cannot; %s"
                                .formatted(
                                        info.name(),
                                        floats.get(i),
                                        type,
                                        Float.isFinite(floats.get(i))
                                                ? "export as bf16 or f32"
                                                : "the model is broken"));
            }
        }
    }
}
