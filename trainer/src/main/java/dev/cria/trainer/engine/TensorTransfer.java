package dev.cria.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Floats;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;

/** Moves tensors between files and the engine, converting between storage types and fp32. */
public final class TensorTransfer {

    /** Elements converted at a time. */
    private static final int CHUNK = 1 << 22;

    private TensorTransfer() {}

    /** The named tensor of a file as an fp32 array of {@code manager}. */
    public static NDArray load(NDManager manager, TensorSource source, String name) {
        Shape shape = new Shape(source.tensors().get(name).shape().toArray());
        NDArray array = manager.create(shape, DataType.FLOAT32);
        loadInto(array, source, name);
        return array;
    }

    /** Fills an fp32 array with the named tensor of a file, which must have its shape. */
    public static void loadInto(NDArray array, TensorSource source, String name) {
        TensorInfo info = source.tensors().get(name);
        Shape shape = new Shape(info.shape().toArray());
        if (!shape.equals(array.getShape())) {
            throw new UserException(
                    "tensor '%s' has shape %s in the file, but the model needs %s"
                            .formatted(name, shape, array.getShape()));
        }
        int width = info.dtype().bytes();
        long size = shape.size();
        for (long from = 0; from < size; from += CHUNK) {
            int count = (int) Math.min(CHUNK, size - from);
            ByteBuffer stored = source.bytes(name, from * width, count * width);
            HostWindow.write(
                    array,
                    from,
                    count,
                    memory -> Floats.decode(info.dtype(), stored, memory.asFloatBuffer()));
        }
    }

    /** What a file needs to hold {@code array} under {@code name} as {@code dtype}. */
    public static TensorData store(String name, NDArray array, DType dtype) {
        dev.cria.checkpoints.tensors.Shape shape =
                dev.cria.checkpoints.tensors.Shape.of(array.getShape().getShape());
        return firstOf(new TensorInfo(name, dtype, shape), array);
    }

    /** A tensor of the first numbers of an array, as many as its shape has. */
    public static TensorData firstOf(TensorInfo info, NDArray array) {
        return new TensorData(info, new ArrayContent(array, info.dtype(), info.shape().elements()));
    }

    /** As {@link #store}, of an array of bytes, which are stored as they are. */
    public static TensorData storeBytes(String name, NDArray array) {
        var shape = dev.cria.checkpoints.tensors.Shape.of(array.getShape().getShape());
        return firstOf(new TensorInfo(name, DType.U8, shape), array);
    }

    /** Fills a one-dimensional array of bytes with the named tensor, which must have its shape. */
    public static void loadBytes(NDArray array, TensorSource source, String name) {
        TensorInfo info = source.info(name);
        Shape shape = new Shape(info.shape().toArray());
        if (info.dtype() != DType.U8 || !shape.equals(array.getShape())) {
            throw new UserException(
                    "tensor '%s' is %s %s in the file, but U8 %s is needed"
                            .formatted(name, info.dtype(), shape, array.getShape()));
        }
        long size = shape.size();
        for (long from = 0; from < size; from += CHUNK) {
            int count = (int) Math.min(CHUNK, size - from);
            ByteBuffer stored = source.bytes(name, from, count);
            HostWindow.write(array, from, count, memory -> memory.put(stored));
        }
    }
}
