package dev.cria.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of tensors in the machine's memory, taken at once, to be written while the originals
 * change. The memory is kept from one time to the next. The thread of the engine makes the copies;
 * any other may read them until the next time, and none may once this is closed.
 */
public final class HostCopies implements AutoCloseable {

    /** Elements in a window: a buffer of Java has less than 2 GiB. */
    private static final long WINDOW = 1L << 28;

    private static final int PAGE_BYTES = 4096;

    private final Engine engine;
    private final NDManager memory;
    private final Map<String, Copy> copies = new HashMap<>();

    /**
     * @param array one axis, on the CPU
     * @param windows its memory, piece by piece
     */
    private record Copy(NDArray array, List<ByteBuffer> windows) {}

    /** No memory is taken yet. */
    public HostCopies(Engine engine) {
        this.engine = engine;
        this.memory = engine.newScope();
    }

    /** Bytes of memory that copies of these tensors take. */
    public static long bytes(List<TensorData> tensors) {
        return tensors.stream()
                .filter(HostCopies::isCopied)
                .mapToLong(
                        tensor -> ((ArrayContent) tensor.content()).array().size() * width(tensor))
                .sum();
    }

    /**
     * Takes the memory for such copies.
     *
     * @param owner tells apart tensors of one name
     */
    public void reserve(String owner, List<TensorData> tensors) {
        tensors.stream().filter(HostCopies::isCopied).forEach(tensor -> place(owner, tensor));
    }

    /** Has the system back the memory with pages, which takes longer than to copy. Any thread. */
    public void touch() {
        for (Copy copy : copies.values()) {
            for (ByteBuffer window : copy.windows) {
                for (int at = 0; at < window.capacity(); at += PAGE_BYTES) {
                    window.put(at, (byte) 0);
                }
            }
        }
    }

    /** Copies tensors; what is answered has the same bytes until the next time. */
    public List<TensorData> take(String owner, List<TensorData> tensors) {
        return tensors.stream()
                .map(tensor -> isCopied(tensor) ? copied(owner, tensor) : small(tensor))
                .toList();
    }

    private static boolean isCopied(TensorData tensor) {
        return tensor.content() instanceof ArrayContent content && content.isPlain();
    }

    private static int width(TensorData tensor) {
        return tensor.info().dtype().bytes();
    }

    private Copy place(String owner, TensorData tensor) {
        NDArray original = ((ArrayContent) tensor.content()).array();
        String name = owner + "/" + tensor.info().name();
        Copy old = copies.get(name);
        if (old != null && old.array.size() >= original.size()) {
            return old;
        }
        if (old != null) {
            old.array.close();
        }
        NDArray array =
                memory.create(new Shape(original.size()), original.getDataType(), Device.cpu());
        List<ByteBuffer> windows = new ArrayList<>();
        for (long from = 0; from < array.size(); from += WINDOW) {
            try (NDArray part = first(array, from, Math.min(array.size(), from + WINDOW))) {
                windows.add(Engine.memory(part));
            }
        }
        Copy copy = new Copy(array, windows);
        copies.put(name, copy);
        return copy;
    }

    private TensorData copied(String owner, TensorData tensor) {
        ArrayContent original = (ArrayContent) tensor.content();
        Copy copy = place(owner, tensor);
        if (original.elements() > 0) {
            try (NDManager scope = memory.newSubManager();
                    NDArray flat = original.array().flatten();
                    NDArray from = first(flat, 0, original.elements());
                    NDArray to = first(copy.array, 0, original.elements())) {
                engine.call("fill", scope).with(to).with(from).runOne().close();
            }
        }
        long bytes = tensor.info().byteSize();
        return new TensorData(
                tensor.info(),
                channel -> {
                    long left = bytes;
                    for (ByteBuffer window : copy.windows) {
                        ByteBuffer rest = window.duplicate().clear();
                        rest.limit((int) Math.min(left, rest.capacity()));
                        left -= rest.limit();
                        while (rest.hasRemaining()) {
                            channel.write(rest);
                        }
                    }
                });
    }

    private static NDArray first(NDArray flat, long from, long to) {
        return flat.get(from + ":" + to);
    }

    /** What is no array, such as counters, is small. */
    private static TensorData small(TensorData tensor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            tensor.content().writeTo(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TensorData.of(tensor.info(), ByteBuffer.wrap(bytes.toByteArray()));
    }

    /** Nothing may read the copies any more. */
    @Override
    public void close() {
        memory.close();
    }
}
