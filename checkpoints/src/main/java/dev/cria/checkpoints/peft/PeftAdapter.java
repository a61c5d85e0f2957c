package dev.cria.checkpoints.peft;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.foreign.Conversion;
import dev.cria.checkpoints.foreign.ForeignFormat;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A PEFT folder: adapter_config.json and adapter_model.safetensors. Tensors are called {@code
 * base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight}; A is [rank, inputs], B is
 * [outputs, rank]. DoRA adds {@code ….lora_magnitude_vector} [outputs]; modules that are trained in
 * full are called {@code base_model.model.lm_head.weight} for one.
 */
public final class PeftAdapter implements AutoCloseable {

    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    private final LoraConfig config;
    private final TensorSource tensors;

    private PeftAdapter(LoraConfig config, TensorSource tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    /**
     * @throws UserException when the folder is no LoRA adapter of a Llama model, or uses a feature
     *     (biases, ranks by module, ...) that Cria does not compute
     */
    public static PeftAdapter open(Path folder) {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.exists(weights)) {
            throw missing(folder);
        }
        TensorSource tensors = SafetensorsFile.open(weights);
        try {
            Set<String> adapted = new TreeSet<>();
            for (String name : tensors.tensors().keySet()) {
                String module = AdapterTensors.adaptedModule(name);
                if (module != null) {
                    adapted.add(module);
                }
            }
            LoraConfig config = LoraConfigJson.read(folder.resolve(CONFIG), adapted);
            AdapterTensors.check(config, tensors.tensors(), weights.toString());
            return new PeftAdapter(config, tensors);
        } catch (RuntimeException failure) {
            tensors.close();
            throw failure;
        }
    }

    private static UserException missing(Path folder) {
        Path pickled = folder.resolve("adapter_model.bin");
        String what =
                ForeignFormat.of(pickled)
                        .map(format -> "; adapter_model.bin " + Conversion.ofFile(format, pickled))
                        .orElse("; save the adapter as safetensors");
        return new UserException(folder + " has no " + WEIGHTS + what);
    }

    /**
     * Writes a complete folder or nothing.
     *
     * @param folder must be absent or empty
     * @throws UserException when the tensors are not those of the config, or the disk is full
     */
    public static void write(Path folder, LoraConfig config, List<TensorData> tensors) {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        tensors.forEach(tensor -> infos.put(tensor.info().name(), tensor.info()));
        AdapterTensors.check(config, infos, folder.toString());
        DurableFiles.writeFolder(
                folder,
                files -> {
                    files.write(WEIGHTS, SafetensorsWriter.content(tensors, Map.of()));
                    files.write(CONFIG, FileContent.of(LoraConfigJson.bytes(config)));
                });
    }

    /** The name of a factor's tensor; {@code module} is {@code model.layers.0.mlp.up_proj}. */
    public static String tensorName(String module, char factor) {
        return AdapterTensors.name(module, factor);
    }

    /** The name of the tensor of DoRA's magnitudes of a module. */
    public static String magnitudeName(String module) {
        return AdapterTensors.magnitude(module);
    }

    /** The name of a weight of the model, {@code lm_head.weight} for one, that is saved in full. */
    public static String savedName(String weight) {
        return AdapterTensors.saved(weight);
    }

    public LoraConfig config() {
        return config;
    }

    public TensorSource tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
