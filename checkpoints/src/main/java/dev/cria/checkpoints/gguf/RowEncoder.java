package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.blocks.BlockCodec;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorContent;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.stream.IntStream;

/**
 * Converts a tensor of the source some rows at a time, so that memory does not grow with the
 * tensor. The rows of a piece are converted on all cores.
 *
 * @param rows where each row of the target is found in the source
 */
record RowEncoder(TensorSource source, TensorInfo info, GgmlType type, RowOrder rows)
        implements TensorContent {

    private static final int PIECE_ELEMENTS = 1 << 21;

    /** What one core converts at a time. */
    private static final int TASK_ELEMENTS = 1 << 16;

    // Finite values from here on round to infinity in F16, the type of the scales of blocks too.
    private static final float F16_OVERFLOW = 65520;

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        long numRows = info.shape().rank() == 1 ? 1 : info.shape().dims().get(0);
        int width = Math.toIntExact(info.shape().elements() / numRows);
        int most = Math.max(1, PIECE_ELEMENTS / width / rows.period()) * rows.period();
        most = (int) Math.min(most, numRows);
        float[] read = new float[Math.multiplyExact(most, width)];
        float[] ordered = rows.equals(RowOrder.SAME) ? read : new float[read.length];
        ByteBuffer stored = ByteBuffer.allocate(Math.toIntExact(type.bytes((long) most * width)));
        int rowBytes = width * info.dtype().bytes();
        for (long row = 0; row < numRows; row += most) {
            int count = (int) Math.min(most, numRows - row);
            ByteBuffer bytes = source.bytes(info.name(), row * rowBytes, count * rowBytes);
            Floats.decode(info.dtype(), bytes, FloatBuffer.wrap(read));
            requireRepresentable(read, count * width);
            if (ordered != read) {
                for (int i = 0; i < count; i++) {
                    int from = (int) rows.huggingFaceRow(i);
                    System.arraycopy(read, from * width, ordered, i * width, width);
                }
            }
            encode(ordered, count, width, stored);
            stored.position(0).limit((int) type.bytes((long) count * width));
            while (stored.hasRemaining()) {
                channel.write(stored);
            }
        }
    }

    private void encode(float[] values, int count, int width, ByteBuffer stored) {
        BlockCodec codec = type.codec();
        int rowsPerTask = Math.max(1, TASK_ELEMENTS / width);
        int rowBytes = (int) type.bytes(width);
        stored.clear();
        IntStream.range(0, (count + rowsPerTask - 1) / rowsPerTask)
                .parallel()
                .forEach(
                        task -> {
                            int row = task * rowsPerTask;
                            int taken = Math.min(rowsPerTask, count - row);
                            ByteBuffer target = stored.slice(row * rowBytes, taken * rowBytes);
                            codec.encode(
                                    values,
                                    row * width,
                                    taken * width,
                                    target.order(ByteOrder.LITTLE_ENDIAN));
                        });
    }

    private void requireRepresentable(float[] values, int count) {
        boolean wide = type == GgmlType.F32 || type == GgmlType.BF16;
        float limit = wide ? Float.POSITIVE_INFINITY : F16_OVERFLOW;
        for (int i = 0; i < count; i++) {
            if (!(Math.abs(values[i]) < limit)) {
                throw new UserException(
                        "tensor %s holds %s, which %s cannot; %s"
                                .formatted(
                                        info.name(),
                                        values[i],
                                        type,
                                        Float.isFinite(values[i])
                                                ? "export as bf16 or f32"
                                                : "the model is broken"));
            }
        }
    }
}
