package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.Shape;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks a header. */
final class GgufReader {

    private static final int MAX_PAIRS = 1 << 16;
    private static final int MAX_TENSORS = 1 << 20;
    private static final int MAX_STRING_BYTES = 1 << 20;
    private static final int MAX_NAME_BYTES = 63;
    private static final int MAX_ELEMENTS = 1 << 24;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_RANK = 4;
    private static final int MAX_ALIGNMENT = 1 << 16;
    private static final int LEAST_PAIR_BYTES = 13;
    private static final int LEAST_TENSOR_BYTES = 32;

    private final Path file;
    private final long fileSize;
    private final GgufInput in;

    GgufReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.fileSize = channel.size();
        this.in = new GgufInput(file, channel);
    }

    GgufFile read() throws IOException {
        if (in.int32() != GgufWriter.MAGIC) {
            throw new CorruptFileException(file, "is not a GGUF file");
        }
        int version = in.int32();
        if (version != 2 && version != GgufWriter.VERSION) {
            throw new CorruptFileException(file, "is of GGUF version " + version + ", not 2 or 3");
        }
        int numTensors = in.count("tensors", LEAST_TENSOR_BYTES, MAX_TENSORS);
        int numPairs = in.count("metadata", LEAST_PAIR_BYTES, MAX_PAIRS);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int i = 0; i < numPairs; i++) {
            String key = in.string(MAX_STRING_BYTES);
            Object value = value(type(in.int32()), 0);
            if (metadata.put(key, value) != null) {
                throw in.corrupt("key " + key + " appears twice");
            }
        }
        int alignment = alignment(metadata);
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        long offset = 0;
        long end = 0;
        for (int i = 0; i < numTensors; i++) {
            GgufTensor tensor = tensor(offset);
            if (tensors.put(tensor.name(), tensor) != null) {
                throw in.corrupt("tensor " + tensor.name() + " appears twice");
            }
            end = offset + tensor.byteSize();
            offset = aligned(end, alignment);
        }
        long dataStart = aligned(in.position(), alignment);
        if (numTensors > 0 && dataStart + end > fileSize) {
            throw new CorruptFileException(
                    file, fileSize, "end of the last tensor", dataStart + end, fileSize);
        }
        return new GgufFile(file, metadata, tensors, dataStart);
    }

    private Object value(ValueType type, int depth) throws IOException {
        return switch (type) {
            case UINT8 -> (long) Byte.toUnsignedInt(in.int8());
            case INT8 -> (long) in.int8();
            case UINT16 -> (long) Short.toUnsignedInt(in.int16());
            case INT16 -> (long) in.int16();
            case UINT32 -> Integer.toUnsignedLong(in.int32());
            case INT32 -> (long) in.int32();
            case UINT64, INT64 -> in.int64();
            case FLOAT32 -> (double) Float.intBitsToFloat(in.int32());
            case FLOAT64 -> Double.longBitsToDouble(in.int64());
            case STRING -> in.string(MAX_STRING_BYTES);
            case BOOL -> bool(in.int8());
            case ARRAY -> array(depth);
        };
    }

    private List<Object> array(int depth) throws IOException {
        if (depth == MAX_DEPTH) {
            throw in.corrupt("arrays are nested too deeply");
        }
        ValueType type = type(in.int32());
        int length = in.count("elements", type.leastBytes(), MAX_ELEMENTS);
        List<Object> values = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            values.add(value(type, depth + 1));
        }
        return Collections.unmodifiableList(values);
    }

    private boolean bool(byte value) {
        if (value != 0 && value != 1) {
            throw in.corrupt("a boolean is " + value);
        }
        return value == 1;
    }

    private ValueType type(int code) {
        for (ValueType type : ValueType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw in.corrupt("unknown type of metadata " + Integer.toUnsignedString(code));
    }

    private int alignment(Map<String, Object> metadata) {
        Object value = metadata.getOrDefault("general.alignment", (long) GgufWriter.ALIGNMENT);
        if (value instanceof Long alignment
                && alignment > 0
                && alignment <= MAX_ALIGNMENT
                && Long.bitCount(alignment) == 1) {
            return alignment.intValue();
        }
        throw in.corrupt("general.alignment is " + value);
    }

    /** Tensors follow each other in the file in the order of the header, as ggml demands. */
    private GgufTensor tensor(long expectedOffset) throws IOException {
        String name = in.string(MAX_NAME_BYTES);
        Shape shape = shape(name);
        GgmlType type = ggmlType(name, in.int32());
        List<Long> dims = shape.dims();
        long rowLength = dims.isEmpty() ? 1 : dims.get(dims.size() - 1);
        if (rowLength % type.blockElements() != 0) {
            throw in.corrupt("%s %s cannot be %s".formatted(name, shape, type));
        }
        long offset = in.int64();
        GgufTensor tensor = new GgufTensor(name, type, shape, offset);
        if (offset != expectedOffset || size(tensor) > fileSize - in.position() - offset) {
            throw in.corrupt(
                    "%s %s %s does not lie in the file at its offset %d"
                            .formatted(name, type, shape, offset));
        }
        return tensor;
    }

    private GgmlType ggmlType(String name, int code) {
        try {
            return GgmlType.ofCode(Integer.toUnsignedLong(code));
        } catch (UserException unknown) {
            throw new UserException(
                    "%s: %s: %s".formatted(file, name, unknown.getMessage()), unknown);
        }
    }

    private long size(GgufTensor tensor) {
        try {
            return tensor.byteSize();
        } catch (ArithmeticException overflow) {
            throw in.corrupt(tensor.name() + " has the impossible shape " + tensor.shape());
        }
    }

    private Shape shape(String name) throws IOException {
        int rank = in.int32();
        if (rank < 0 || rank > MAX_RANK) {
            throw in.corrupt(name + " has " + Integer.toUnsignedString(rank) + " dimensions");
        }
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long dim = in.int64();
            if (dim < 0) {
                throw in.corrupt(name + " has a dimension of " + Long.toUnsignedString(dim));
            }
            dims.add(0, dim);
        }
        try {
            return new Shape(dims);
        } catch (ArithmeticException overflow) {
            throw in.corrupt(name + " has the impossible shape " + dims);
        }
    }

    private static long aligned(long position, int alignment) {
        return (position + alignment - 1) / alignment * alignment;
    }
}
