package dev.cria.checkpoints.peft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** adapter_config.json of PEFT. */
final class LoraConfigJson {

    private static final long MAX_BYTES = 1 << 20;
    private static final String CAUSAL = "CAUSAL_LM";
    private static final String SCORING = "SEQ_CLS";

    /** Fields that we read, and fields that say nothing about what the adapter computes. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "auto_mapping",
                    "base_model_name_or_path",
                    "ensure_weight_tying",
                    "exclude_modules",
                    "inference_mode",
                    "layers_to_transform",
                    "lora_alpha",
                    "lora_dropout",
                    "megatron_core",
                    "modules_to_save",
                    "peft_type",
                    "peft_version",
                    "qalora_group_size",
                    "r",
                    "revision",
                    "runtime_config",
                    "target_modules",
                    "task_type",
                    "use_dora",
                    "use_rslora");

    /** Initialisations that leave the base model's weights as they are. */
    private static final Set<String> HARMLESS_STARTS = Set.of("gaussian", "eva", "orthogonal");

    private LoraConfigJson() {}

    /**
     * @param adapted the modules that the adapter's tensors belong to: what they are if the config
     *     names them by a pattern
     */
    static LoraConfig read(Path file, Set<String> adapted) {
        JsonFields json = new JsonFields(file, Json.readObject(file, MAX_BYTES));
        if (!json.requireString("peft_type").equals("LORA")) {
            throw json.wrong("peft_type", "\"LORA\": other adapters are not supported");
        }
        String task = json.stringOr("task_type", CAUSAL);
        if (!List.of(CAUSAL, SCORING).contains(task)) {
            throw json.wrong("task_type", "\"%s\" or \"%s\"".formatted(CAUSAL, SCORING));
        }
        refuseUnknownFeatures(json);
        try {
            return new LoraConfig(
                    json.requireInt("r"),
                    json.requireDouble("lora_alpha"),
                    json.doubleOr("lora_dropout", 0),
                    targets(json, adapted),
                    json.booleanOr("use_rslora", false),
                    json.stringOr("base_model_name_or_path", null),
                    json.booleanOr("use_dora", false),
                    json.intsOrEmpty("layers_to_transform"),
                    saved(json, task.equals(SCORING)),
                    json.booleanOr("ensure_weight_tying", false));
        } catch (UserException wrong) {
            throw wrong.getMessage().startsWith(file.toString())
                    ? wrong
                    : new UserException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** PEFT names both heads that a classifier may have; Llama's is called score. */
    private static List<String> saved(JsonFields json, boolean scores) {
        List<String> saved =
                json.has("modules_to_save") ? json.requireStrings("modules_to_save") : List.of();
        if (scores != saved.contains(LoraConfig.SCORE)) {
            throw json.wrong(
                    "modules_to_save",
                    "\"score\" among them with task_type \"%s\", and only with it"
                            .formatted(SCORING));
        }
        return scores ? saved.stream().filter(name -> !name.equals("classifier")).toList() : saved;
    }

    /** A word is a pattern for whole names; so is what excludes modules. */
    private static List<String> targets(JsonFields json, Set<String> adapted) {
        JsonNode targets = json.node().path("target_modules");
        boolean excludes =
                json.has("exclude_modules") && !json.node().get("exclude_modules").isEmpty();
        if (targets.isTextual() && !targets.textValue().equals("all-linear")) {
            return matching(json, targets.textValue(), adapted);
        }
        if (excludes || json.node().path("exclude_modules").isTextual()) {
            return List.copyOf(adapted);
        }
        return targets.isTextual() ? LoraConfig.ALL_TARGETS : json.requireStrings("target_modules");
    }

    private static List<String> matching(JsonFields json, String pattern, Set<String> adapted) {
        List<String> names = ModulePattern.matching(json, pattern, adapted);
        if (!names.isEmpty()) {
            return names;
        }
        throw json.wrong("target_modules", "a pattern for the modules that the tensors belong to");
    }

    /** A feature that we do not compute must be off: null, false or empty. */
    private static void refuseUnknownFeatures(JsonFields json) {
        for (Map.Entry<String, JsonNode> field : json.node().properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean off =
                    switch (name) {
                        case "bias" -> value.isNull() || value.asText().equals("none");
                        case "layers_pattern" -> isOff(value) || value.asText().equals("layers");
                        case "init_lora_weights" ->
                                !value.isTextual() || HARMLESS_STARTS.contains(value.textValue());
                        default -> HARMLESS.contains(name) || isOff(value);
                    };
            if (!off) {
                throw json.wrong(name, "none: this feature of PEFT is not supported");
            }
        }
    }

    private static boolean isOff(JsonNode value) {
        return value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isContainerNode() && value.isEmpty());
    }

    static byte[] bytes(LoraConfig config) {
        ObjectNode json = Json.object();
        json.putObject("alpha_pattern");
        json.putNull("auto_mapping");
        json.put("base_model_name_or_path", config.baseModel());
        json.put("bias", "none");
        json.put("ensure_weight_tying", config.ensureWeightTying());
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.putNull("layers_pattern");
        if (config.layersToTransform().isEmpty()) {
            json.putNull("layers_to_transform");
        } else {
            config.layersToTransform().forEach(json.withArray("layers_to_transform")::add);
        }
        if (config.alpha() == Math.rint(config.alpha())) {
            json.put("lora_alpha", (long) config.alpha());
        } else {
            json.put("lora_alpha", config.alpha());
        }
        json.put("lora_bias", false);
        json.put("lora_dropout", config.dropout());
        if (config.modulesToSave().isEmpty()) {
            json.putNull("modules_to_save");
        } else {
            config.modulesToSave().forEach(json.withArray("modules_to_save")::add);
        }
        json.put("peft_type", "LORA");
        json.put("r", config.rank());
        json.putObject("rank_pattern");
        json.putNull("revision");
        var targets = json.putArray("target_modules");
        config.targetModules().forEach(targets::add);
        json.put("task_type", config.scores() ? SCORING : CAUSAL);
        json.put("use_dora", config.dora());
        json.put("use_rslora", config.rsLora());
        return Json.bytes(json);
    }
}
