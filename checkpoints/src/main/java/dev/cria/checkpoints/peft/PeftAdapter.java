package dev.cria.checkpoints.peft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.safetensors.SafetensorsWriter;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A LoRA adapter in PEFT's layout: adapter_config.json and adapter_model.safetensors. */
public final class PeftAdapter implements AutoCloseable {

    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final JsonMapper JSON = new JsonMapper();

    private final LoraConfig config;
    private final SafetensorsFile tensors;

    private PeftAdapter(LoraConfig config, SafetensorsFile tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    /** Opens an adapter; variants of LoRA that Cria does not compute are refused. */
    public static PeftAdapter open(Path folder) {
        Path file = folder.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new UserException(file + ": not found; expected a PEFT adapter folder");
        }
        JsonNode node;
        try {
            node = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UserException(file + ": is not valid JSON: " + e.getMessage(), e);
        }
        require(file, node, "peft_type", node.path("peft_type").asText().equals("LORA"), "LORA");
        for (String unsupported : List.of("use_dora", "fan_in_fan_out", "lora_bias")) {
            boolean off = !node.path(unsupported).asBoolean(false);
            require(file, node, unsupported, off, "false");
        }
        for (String unsupported : List.of("rank_pattern", "alpha_pattern")) {
            require(file, node, unsupported, node.path(unsupported).isEmpty(), "empty");
        }
        boolean noModules = node.path("modules_to_save").isEmpty();
        require(file, node, "modules_to_save", noModules, "empty");
        require(file, node, "r", node.path("r").asInt() > 0, "a rank of at least 1");
        return new PeftAdapter(config(node), SafetensorsFile.open(folder.resolve(WEIGHTS)));
    }

    private static LoraConfig config(JsonNode node) {
        List<String> targets = new ArrayList<>();
        node.path("target_modules").forEach(target -> targets.add(target.asText()));
        return new LoraConfig(
                node.path("r").asInt(),
                node.path("lora_alpha").asDouble(),
                node.path("lora_dropout").asDouble(0),
                List.copyOf(targets),
                node.path("use_rslora").asBoolean(false),
                node.path("base_model_name_or_path").asText(""));
    }

    private static void require(
            Path file, JsonNode node, String field, boolean holds, String expected) {
        if (!holds) {
            throw new UserException(
                    "%s: field '%s' is %s; Cria reads adapters where it is %s"
                            .formatted(file, field, node.path(field), expected));
        }
    }

    /** Writes an adapter; the folder appears only when it is complete. */
    public static void write(Path folder, LoraConfig config, List<TensorData> tensors) {
        DurableFiles.writeFolder(
                folder,
                temporary -> {
                    DurableFiles.write(temporary.resolve(CONFIG), json(config));
                    SafetensorsWriter.write(temporary.resolve(WEIGHTS), tensors, Map.of());
                });
    }

    private static String json(LoraConfig config) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("peft_type", "LORA");
        root.put("task_type", "CAUSAL_LM");
        root.put("base_model_name_or_path", config.baseModel());
        root.put("r", config.rank());
        if (config.alpha() == Math.rint(config.alpha())) {
            root.put("lora_alpha", (long) config.alpha());
        } else {
            root.put("lora_alpha", config.alpha());
        }
        root.put("lora_dropout", config.dropout());
        config.targetModules().forEach(root.putArray("target_modules")::add);
        root.put("use_rslora", config.rsLora());
        root.put("use_dora", false);
        root.put("bias", "none");
        root.put("fan_in_fan_out", false);
        root.put("inference_mode", true);
        root.put("init_lora_weights", true);
        root.putNull("modules_to_save");
        root.putObject("rank_pattern");
        root.putObject("alpha_pattern");
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    /** Rank, alpha and targets. */
    public LoraConfig config() {
        return config;
    }

    /** The factors, by PEFT's names. */
    public TensorSource tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
