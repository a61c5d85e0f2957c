package dev.cria.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.FileRegion;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Tensors of files as arrays of the type that they are stored in. On the CPU an array lies in the
 * mapped file itself and takes no memory that the system could not take back. A tensor is copied, a
 * piece at a time, where the engine cannot use it in place: on other devices, and where it does not
 * begin at a multiple of the size of its elements.
 */
public final class FileArrays {

    /** Bytes copied at a time. */
    private static final int PIECE = 16 << 20;

    private final Engine engine;
    private final NDManager memory;
    private final Map<String, NDArray> mapped = new HashMap<>();

    /**
     * Arrays that {@code memory} owns. Files are mapped once and stay so until the last of their
     * arrays is closed.
     */
    public FileArrays(Engine engine, NDManager memory) {
        this.engine = engine;
        this.memory = memory;
    }

    /** The named tensor. */
    public NDArray open(TensorSource source, String name) {
        TensorInfo info = source.info(name);
        FileRegion region = source.region(name).orElse(null);
        int width = info.dtype().bytes();
        if (region == null || !engine.isCpu() || region.offset() % width != 0) {
            return copy(source, info);
        }
        NDArray row =
                mapped.computeIfAbsent(
                        region.file() + " " + info.dtype(),
                        key -> map(region.file(), info.dtype()));
        return window(row, region.offset() / width, info.shape().toArray());
    }

    private NDArray map(Path file, DType dtype) {
        byte[] path = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        try (NDManager scope = memory.newSubManager();
                NDArray name =
                        scope.create(
                                ByteBuffer.wrap(path), new Shape(path.length), DataType.UINT8)) {
            return engine.call("map_file", memory)
                    .with(name)
                    .with(layout(scope, dtype, Files.size(file) / dtype.bytes()))
                    .runOne();
        } catch (IOException e) {
            throw new UserException("cannot map " + file + ": " + e, e);
        }
    }

    private NDArray window(NDArray row, long from, long... axes) {
        long[] numbers = new long[axes.length + 1];
        numbers[0] = from;
        System.arraycopy(axes, 0, numbers, 1, axes.length);
        try (NDArray layout = Engine.integers(memory, numbers)) {
            return engine.call("window", memory).with(row).with(layout).runOne();
        }
    }

    private NDArray copy(TensorSource source, TensorInfo info) {
        NDArray array = allocate(engine, memory, info.dtype(), new Shape(info.shape().toArray()));
        int width = info.dtype().bytes();
        long size = info.shape().elements();
        int piece = (int) Math.min(PIECE / width, size);
        try (NDManager scope = memory.newSubManager();
                NDArray staging =
                        engine.call("allocate", scope)
                                .with(Engine.integers(scope, 0))
                                .with(layout(scope, info.dtype(), piece))
                                .runOne();
                NDArray row = window(array, 0, size)) {
            for (long from = 0; from < size; from += piece) {
                int count = (int) Math.min(piece, size - from);
                try (NDArray host = window(staging, 0, count);
                        NDArray part = window(row, from, count)) {
                    Engine.memory(host).put(source.bytes(info.name(), from * width, count * width));
                    engine.call("fill", scope).with(part).with(host).runOne().close();
                }
            }
        }
        return array;
    }

    /** A new array, not filled, of a type that Java may not know, on the engine's device. */
    public static NDArray allocate(Engine engine, NDManager owner, DType dtype, Shape axes) {
        try (NDManager scope = owner.newSubManager()) {
            return engine.call("allocate", owner)
                    .with(scope.create(0f))
                    .with(layout(scope, dtype, axes.getShape()))
                    .runOne();
        }
    }

    /** An array in another type; a new one even where it has that type already. */
    public static NDArray convert(Engine engine, NDManager owner, NDArray array, DType dtype) {
        try (NDArray number = Engine.integers(owner, torchNumber(dtype))) {
            return engine.call("convert", owner).with(array).with(number).runOne();
        }
    }

    private static NDArray layout(NDManager scope, DType dtype, long... axes) {
        long[] numbers = new long[axes.length + 1];
        numbers[0] = torchNumber(dtype);
        System.arraycopy(axes, 0, numbers, 1, axes.length);
        return Engine.integers(scope, numbers);
    }

    /** The number by which kernels know a type. */
    public static int torchNumber(DType dtype) {
        return switch (dtype) {
            case U8 -> 0;
            case I8 -> 1;
            case I16 -> 2;
            case I32 -> 3;
            case I64 -> 4;
            case F16 -> 5;
            case F32 -> 6;
            case F64 -> 7;
            case BOOL -> 11;
            case BF16 -> 15;
        };
    }
}
