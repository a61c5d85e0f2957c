package dev.cria.checkpoints.huggingface;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.foreign.Conversion;
import dev.cria.checkpoints.foreign.ForeignFormat;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model folder with config.json and its weights in one safetensors file or in shards. */
public final class HuggingFaceFolder implements AutoCloseable {

    static final String CONFIG = "config.json";
    static final String SINGLE_FILE = "model.safetensors";

    private final Path folder;
    private final LlamaConfig config;
    private final TensorSource tensors;

    private HuggingFaceFolder(Path folder, LlamaConfig config, TensorSource tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = tensors;
    }

    /**
     * Maps the weights; reads none.
     *
     * @throws UserException when the folder is no complete Llama model; the message names the file
     *     and the field or tensor
     */
    public static HuggingFaceFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            String what =
                    ForeignFormat.of(folder)
                            .map(format -> " " + Conversion.ofFile(format, folder) + ". It")
                            .orElse("");
            throw new UserException(
                    "%s%s is not a folder; expected one with config.json and safetensors"
                            .formatted(folder, what));
        }
        if (!Files.exists(folder.resolve(SINGLE_FILE))
                && !Files.exists(folder.resolve(ShardIndex.NAME))) {
            throw Conversion.ofModelFolder(folder, SINGLE_FILE + " nor " + ShardIndex.NAME);
        }
        LlamaConfig config = LlamaConfigJson.read(folder.resolve(CONFIG));
        TensorSource tensors = openTensors(folder);
        try {
            LlamaTensors.check(config, tensors.tensors(), folder.toString());
        } catch (RuntimeException failure) {
            tensors.close();
            throw failure;
        }
        return new HuggingFaceFolder(folder, config, tensors);
    }

    private static TensorSource openTensors(Path folder) {
        if (Files.exists(folder.resolve(SINGLE_FILE))) {
            return SafetensorsFile.open(folder.resolve(SINGLE_FILE));
        }
        return ShardIndex.read(folder.resolve(ShardIndex.NAME)).openShards();
    }

    public LlamaConfig config() {
        return config;
    }

    /** The weights of all shards. */
    public TensorSource tensors() {
        return tensors;
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
