package dev.cria.checkpoints.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Key-value pairs to be written, in order. */
final class GgufMetadata {

    private final List<Consumer<GgufBytes>> pairs = new ArrayList<>();

    GgufMetadata string(String key, String value) {
        return add(key, ValueType.STRING, bytes -> bytes.string(value));
    }

    GgufMetadata uint32(String key, long value) {
        if (value < 0 || value > 0xffffffffL) {
            throw new IllegalArgumentException(key + " = " + value);
        }
        return add(key, ValueType.UINT32, bytes -> bytes.int32((int) value));
    }

    GgufMetadata float32(String key, double value) {
        int bits = Float.floatToRawIntBits((float) value);
        return add(key, ValueType.FLOAT32, bytes -> bytes.int32(bits));
    }

    GgufMetadata bool(String key, boolean value) {
        return add(key, ValueType.BOOL, bytes -> bytes.int8(value ? 1 : 0));
    }

    GgufMetadata strings(String key, List<String> values) {
        return array(key, ValueType.STRING, values, GgufBytes::string);
    }

    GgufMetadata int32s(String key, List<Integer> values) {
        return array(key, ValueType.INT32, values, GgufBytes::int32);
    }

    int size() {
        return pairs.size();
    }

    void writeTo(GgufBytes bytes) {
        pairs.forEach(pair -> pair.accept(bytes));
    }

    private interface ElementWriter<T> {
        void write(GgufBytes bytes, T value);
    }

    private <T> GgufMetadata array(
            String key, ValueType type, List<T> values, ElementWriter<T> writer) {
        return add(
                key,
                ValueType.ARRAY,
                bytes -> {
                    bytes.int32(type.code());
                    bytes.int64(values.size());
                    values.forEach(value -> writer.write(bytes, value));
                });
    }

    private GgufMetadata add(String key, ValueType type, Consumer<GgufBytes> value) {
        pairs.add(
                bytes -> {
                    bytes.string(key);
                    bytes.int32(type.code());
                    value.accept(bytes);
                });
        return this;
    }
}
