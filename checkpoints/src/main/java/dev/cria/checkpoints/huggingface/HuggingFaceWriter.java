package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes complete model folders in the layout of the Hugging Face hub. */
public final class HuggingFaceWriter {

    private HuggingFaceWriter() {}

    /**
     * Writes config.json, generation_config.json, the weights and copies of other files; the folder
     * appears only when it is complete.
     *
     * @param maxShardBytes the weights are split into files of at most this size, where there is
     *     more
     * @param filesToCopy the tokenizer's files
     */
    public static void write(
            Path folder,
            LlamaConfig config,
            List<TensorData> tensors,
            long maxShardBytes,
            List<Path> filesToCopy) {
        DurableFiles.writeFolder(
                folder,
                temporary -> {
                    LlamaConfigJson.write(temporary.resolve("config.json"), config);
                    LlamaConfigJson.writeGeneration(
                            temporary.resolve("generation_config.json"), config);
                    writeWeights(temporary, split(tensors, maxShardBytes));
                    for (Path file : filesToCopy) {
                        Files.copy(file, temporary.resolve(file.getFileName().toString()));
                    }
                });
    }

    private static List<List<TensorData>> split(List<TensorData> tensors, long maxShardBytes) {
        List<List<TensorData>> shards = new ArrayList<>();
        long size = 0;
        for (TensorData tensor : tensors) {
            long bytes = tensor.info().byteSize();
            if (shards.isEmpty() || size + bytes > maxShardBytes) {
                shards.add(new ArrayList<>());
                size = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            size += bytes;
        }
        return shards;
    }

    private static void writeWeights(Path folder, List<List<TensorData>> shards)
            throws IOException {
        if (shards.size() == 1) {
            Path file = folder.resolve("model.safetensors");
            SafetensorsWriter.write(file, shards.get(0), Map.of());
            return;
        }
        ObjectNode index = new JsonMapper().createObjectNode();
        long total = 0;
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            SafetensorsWriter.write(folder.resolve(name), shards.get(i), Map.of());
            for (TensorData tensor : shards.get(i)) {
                map.put(tensor.info().name(), name);
                total += tensor.info().byteSize();
            }
        }
        index.putObject("metadata").put("total_size", total);
        DurableFiles.write(
                folder.resolve("model.safetensors.index.json"), LlamaConfigJson.pretty(index));
    }
}
