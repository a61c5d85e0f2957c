package dev.cria.checkpoints.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked as strictly as the reference implementation does:
 * tensors lie one after another, fill the file exactly, and each has the size of its shape.
 *
 * @param offsets first byte of each tensor, counted from the end of the header
 */
record SafetensorsHeader(
        Map<String, TensorInfo> tensors, Map<String, Long> offsets, Map<String, String> metadata) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private record Entry(TensorInfo info, long begin, long end) {}

    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
        JsonNode root = read(file, json);
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals("__metadata__")) {
                for (Map.Entry<String, JsonNode> item : field.getValue().properties()) {
                    metadata.put(item.getKey(), item.getValue().asText());
                }
            } else {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, Long> offsets = new LinkedHashMap<>();
        long expected = 0;
        for (Entry entry : entries) {
            if (entry.begin != expected) {
                throw new CorruptFileException(
                        file,
                        "tensor '%s' begins at byte %d of the data, expected %d: tensors must lie one after another"
                                .formatted(entry.info.name(), entry.begin, expected));
            }
            expected = entry.end;
            tensors.put(entry.info.name(), entry.info);
            offsets.put(entry.info.name(), entry.begin);
        }
        if (expected != dataBytes) {
            throw new CorruptFileException(
                    file,
                    "the header describes %d bytes of data, the file holds %d (file truncated or extended?)"
                            .formatted(expected, dataBytes));
        }
        return new SafetensorsHeader(
                Collections.unmodifiableMap(tensors), Map.copyOf(offsets), metadata);
    }

    private static JsonNode read(Path file, byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root == null || !root.isObject()) {
                throw new CorruptFileException(file, "the header is not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "the header is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CorruptFileException(file, "the header cannot be read", e);
        }
    }

    private static Entry entry(Path file, String name, JsonNode value) {
        JsonNode dims = value.path("shape");
        JsonNode offsets = value.path("data_offsets");
        if (!value.path("dtype").isTextual() || !dims.isArray() || offsets.size() != 2) {
            throw new CorruptFileException(
                    file, "tensor '%s' lacks one of dtype, shape and data_offsets".formatted(name));
        }
        DType dtype = dtype(file, name, value.path("dtype").asText());
        List<Long> lengths = new ArrayList<>();
        for (JsonNode dim : dims) {
            lengths.add(natural(file, name, dim));
        }
        TensorInfo info = new TensorInfo(name, dtype, new Shape(lengths));
        long begin = natural(file, name, offsets.get(0));
        long end = natural(file, name, offsets.get(1));
        long bytes;
        try {
            bytes = info.byteSize();
        } catch (ArithmeticException e) {
            throw new CorruptFileException(
                    file, "tensor '%s' has the impossible shape %s".formatted(name, lengths), e);
        }
        if (end - begin != bytes) {
            throw new CorruptFileException(
                    file,
                    "tensor '%s' of shape %s and type %s needs %d bytes, but its offsets hold %d"
                            .formatted(name, lengths, dtype, bytes, end - begin));
        }
        return new Entry(info, begin, end);
    }

    private static DType dtype(Path file, String name, String text) {
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw new CorruptFileException(
                file,
                "tensor '%s' has type '%s'; expected one of %s"
                        .formatted(name, text, List.of(DType.values())));
    }

    private static long natural(Path file, String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new CorruptFileException(
                    file,
                    "tensor '%s': '%s' is not a number of elements or bytes"
                            .formatted(name, value));
        }
        return value.asLong();
    }
}
