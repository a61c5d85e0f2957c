package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A model in the layout of the Hugging Face hub: config.json and one or more safetensors files,
 * which together hold exactly the tensors that the configuration asks for.
 */
public final class HuggingFaceFolder implements AutoCloseable {

    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final LlamaConfig config;
    private final TensorSource tensors;

    private HuggingFaceFolder(Path folder, LlamaConfig config, TensorSource tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = tensors;
    }

    /** Opens a folder and checks that its tensors fit its configuration. */
    public static HuggingFaceFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserException(folder + ": is not a folder; expected a Hugging Face model");
        }
        LlamaConfig config = LlamaConfigJson.read(folder.resolve("config.json"));
        List<SafetensorsFile> shards = new ArrayList<>();
        try {
            for (Path shard : shardFiles(folder)) {
                shards.add(SafetensorsFile.open(shard));
            }
            TensorSource tensors = new ShardedSource(folder, shards);
            check(folder, config, tensors.tensors());
            return new HuggingFaceFolder(folder, config, tensors);
        } catch (RuntimeException e) {
            shards.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static List<Path> shardFiles(Path folder) {
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            Path single = folder.resolve("model.safetensors");
            if (!Files.exists(single)) {
                throw new UserException(
                        "%s: holds neither model.safetensors nor %s; other weight formats (.bin, .pth) must be converted to safetensors first"
                                .formatted(folder, INDEX));
            }
            return List.of(single);
        }
        TreeSet<String> names = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry :
                LlamaConfigJson.tree(index).path("weight_map").properties()) {
            String name = entry.getValue().asText();
            if (!name.matches("[A-Za-z0-9._-]+\\.safetensors")) {
                throw new CorruptFileException(
                        index, "'%s' is not the name of a file in the folder".formatted(name));
            }
            names.add(name);
        }
        return names.stream().map(folder::resolve).toList();
    }

    private static void check(Path folder, LlamaConfig config, Map<String, TensorInfo> found) {
        Map<String, Shape> expected = LlamaTensors.of(config);
        expected.forEach(
                (name, shape) -> {
                    TensorInfo info = found.get(name);
                    if (info == null) {
                        throw new UserException(
                                "%s: tensor '%s' is missing".formatted(folder, name));
                    }
                    if (!info.shape().equals(shape) || !info.dtype().isFloat()) {
                        throw new UserException(
                                "%s: tensor '%s' is %s %s, but config.json asks for real numbers of shape %s"
                                        .formatted(
                                                folder, name, info.dtype(), info.shape(), shape));
                    }
                });
        for (String name : found.keySet()) {
            boolean tiedHead = name.equals("lm_head.weight") && config.tieWordEmbeddings();
            boolean oldBuffer = name.endsWith("rotary_emb.inv_freq");
            if (!expected.containsKey(name) && !tiedHead && !oldBuffer) {
                throw new UserException(
                        "%s: tensor '%s' has no place in the model of config.json"
                                .formatted(folder, name));
            }
        }
    }

    /** The model's shape. */
    public LlamaConfig config() {
        return config;
    }

    /** All tensors of all shards. */
    public TensorSource tensors() {
        return tensors;
    }

    /** The folder itself. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
