package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.UserException;
import dev.cria.trainer.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Activations of the CPU wait in a file, which grows to those of one batch. Nothing of it is left
 * when this is closed, or the process dies. For fp32 arrays.
 */
public final class FileActivations implements ActivationStore {

    private final Path file;
    private final FileChannel channel;
    private long end;

    /**
     * @param file is made, or overwritten
     * @throws UserException if it cannot be
     */
    public FileActivations(Path file) {
        this.file = file;
        try {
            this.channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public Waiting put(List<NDArray> arrays) {
        long start = end;
        List<Shape> shapes = new ArrayList<>();
        for (NDArray array : arrays) {
            if (array.getDataType() != DataType.FLOAT32) {
                throw new IllegalArgumentException("activations of type " + array.getDataType());
            }
            shapes.add(array.getShape());
            ByteBuffer bytes = Engine.memory(array);
            while (bytes.hasRemaining()) {
                end += write(bytes);
            }
            array.close();
        }
        return scope -> {
            List<NDArray> back = read(shapes, start, scope);
            end = start;
            return back;
        };
    }

    private int write(ByteBuffer bytes) {
        try {
            return channel.write(bytes, end);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private List<NDArray> read(List<Shape> shapes, long start, NDManager scope) {
        List<NDArray> arrays = new ArrayList<>();
        long from = start;
        for (Shape shape : shapes) {
            NDArray array = scope.create(shape, DataType.FLOAT32);
            ByteBuffer bytes = Engine.memory(array);
            while (bytes.hasRemaining()) {
                from += read(bytes, from);
            }
            arrays.add(array);
        }
        return arrays;
    }

    private int read(ByteBuffer bytes, long from) {
        try {
            int count = channel.read(bytes, from);
            if (count < 0) {
                throw new IOException("it ends early");
            }
            return count;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UserException failed(IOException e) {
        return new UserException(
                "%s: activations cannot be kept there: %s; free some space, or leave activation_offload out"
                        .formatted(file, e),
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
