package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes model folders that transformers, vLLM and llama.cpp's converter load. */
public final class HuggingFaceWriter {

    /** The shard size that transformers uses by default. */
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    private static final String GENERATION_CONFIG = "generation_config.json";

    private HuggingFaceWriter() {}

    /**
     * Writes a complete folder or nothing.
     *
     * @param folder must be absent or empty
     * @param tensors those of {@link LlamaTensors#of}, in any order
     * @param maxShardBytes bytes of tensors per file; a larger tensor gets a file of its own
     * @param filesToCopy tokenizer.json, tokenizer_config.json, chat_template.jinja and the like; a
     *     generation_config.json among them replaces the one made from the config
     * @throws UserException when the tensors are not those of the config, or the disk is full
     */
    public static void write(
            Path folder,
            LlamaConfig config,
            List<TensorData> tensors,
            long maxShardBytes,
            List<Path> filesToCopy) {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        tensors.forEach(tensor -> infos.put(tensor.info().name(), tensor.info()));
        LlamaTensors.check(config, infos, folder.toString());
        DurableFiles.writeFolder(
                folder,
                files -> {
                    writeWeights(files, shards(tensors, maxShardBytes));
                    files.write(
                            HuggingFaceFolder.CONFIG,
                            FileContent.of(LlamaConfigJson.bytes(config)));
                    writeOthers(files, config, filesToCopy);
                });
    }

    private static void writeOthers(FolderWriter files, LlamaConfig config, List<Path> filesToCopy)
            throws IOException {
        Set<String> copied =
                filesToCopy.stream()
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toSet());
        if (!copied.contains(GENERATION_CONFIG)) {
            files.write(GENERATION_CONFIG, FileContent.of(LlamaConfigJson.generationBytes(config)));
        }
        for (Path file : filesToCopy) {
            files.copy(file);
        }
    }

    private static void writeWeights(FolderWriter files, List<List<TensorData>> shards)
            throws IOException {
        if (shards.size() == 1) {
            files.write(
                    HuggingFaceFolder.SINGLE_FILE,
                    SafetensorsWriter.content(shards.get(0), Map.of()));
            return;
        }
        Map<String, String> weightMap = new TreeMap<>();
        long bytes = 0;
        long parameters = 0;
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            files.write(name, SafetensorsWriter.content(shards.get(i), Map.of()));
            for (TensorData tensor : shards.get(i)) {
                weightMap.put(tensor.info().name(), name);
                bytes += tensor.info().byteSize();
                parameters += tensor.info().shape().elements();
            }
        }
        files.write(
                ShardIndex.NAME, FileContent.of(ShardIndex.bytes(weightMap, bytes, parameters)));
    }

    private static List<List<TensorData>> shards(List<TensorData> tensors, long maxShardBytes) {
        List<List<TensorData>> shards = new ArrayList<>();
        long bytes = 0;
        for (TensorData tensor : tensors) {
            long size = tensor.info().byteSize();
            if (shards.isEmpty() || bytes + size > maxShardBytes) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            bytes += size;
        }
        return shards;
    }
}
