package dev.cria.trainer.loop;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers of a checkpoint, bit for bit. */
final class Doubles {

    private Doubles() {}

    static TensorData of(String name, double... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return TensorData.of(new TensorInfo(name, DType.F64, Shape.of(values.length)), bytes);
    }

    static double[] read(TensorSource source, String name) {
        double[] values = new double[(int) source.info(name).shape().elements()];
        source.bytes(name).asDoubleBuffer().get(values);
        return values;
    }
}
