package dev.cria.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Part of an array as memory that Java reads and writes: the array's own on the CPU, a copy in host
 * memory for other devices.
 */
public final class HostWindow {

    private HostWindow() {}

    /** Takes bytes, little-endian. */
    public interface Reader {

        /** Reads all of the bytes. */
        void read(ByteBuffer bytes) throws IOException;
    }

    /** Gives bytes, little-endian. */
    public interface Writer {

        /** Writes all of the bytes. */
        void write(ByteBuffer bytes);
    }

    /** Has {@code reader} read elements of a contiguous array of any axes. */
    public static void read(NDArray array, long from, int count, Reader reader) throws IOException {
        try (NDArray flat = array.flatten();
                NDArray part = flat.get(range(from, count))) {
            if (!array.getDevice().isGpu()) {
                reader.read(Engine.memory(part));
                return;
            }
            try (NDArray host = part.toDevice(Device.cpu(), true)) {
                reader.read(Engine.memory(host));
            }
        }
    }

    /** Has {@code writer} write elements of a contiguous array of any axes. */
    public static void write(NDArray array, long from, int count, Writer writer) {
        write(array, from, count, writer, array.getDevice().isGpu());
    }

    /** The same; {@code staged} through a copy. */
    static void write(NDArray array, long from, int count, Writer writer, boolean staged) {
        try (NDArray flat = array.flatten()) {
            if (!staged) {
                try (NDArray part = flat.get(range(from, count))) {
                    writer.write(Engine.memory(part));
                }
                return;
            }
            try (NDArray part = flat.get(range(from, count));
                    NDArray host = copyOnHost(part)) {
                writer.write(Engine.memory(host));
                if (array.getDevice().isGpu()) {
                    try (NDArray moved = host.toDevice(array.getDevice(), true)) {
                        flat.set(range(from, count), moved);
                    }
                } else {
                    flat.set(range(from, count), host);
                }
            }
        }
    }

    private static NDArray copyOnHost(NDArray part) {
        return part.getDevice().isGpu() ? part.toDevice(Device.cpu(), true) : part.duplicate();
    }

    private static NDIndex range(long from, int count) {
        return new NDIndex(from + ":" + (from + count));
    }
}
