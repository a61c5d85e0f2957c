package dev.cria.recipes.convert;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recipes of torchtune 0.6: nested YAML that names Python components. */
final class Torchtune {

    private static final Set<String> NEEDLESS =
            Set.of(
                    "metric_logger",
                    "log_every_n_steps",
                    "log_peak_memory_stats",
                    "log_level",
                    "profiler",
                    "compile",
                    "device",
                    "dtype",
                    "resume_from_checkpoint",
                    "save_adapter_weights_only",
                    "shuffle",
                    "checkpoint_files",
                    "recipe_checkpoint",
                    "model_type",
                    "adapter_checkpoint",
                    "fused",
                    "num_output_chunks",
                    "log_dir",
                    "filename");

    private Torchtune() {}

    static boolean is(Map<String, Object> given) {
        return given.values().stream()
                .anyMatch(
                        value ->
                                value instanceof Map<?, ?> part && part.containsKey("_component_"));
    }

    static Conversion convert(Map<String, Object> given, Path model, List<Path> datasets) {
        String loss = component(given, "loss");
        String arch = component(given, "model");
        if (given.containsKey("tasks") || given.containsKey("prompt") || arch.isEmpty()) {
            throw new UserException(
                    "a recipe of torchtune that does not train; expected one with model, dataset and optimizer");
        }
        boolean prefers = loss.endsWith("DPOLoss") || loss.endsWith("RSOLoss");
        boolean learns = !component(given, "teacher_model").isEmpty();
        Draft draft = new Draft(prefers ? "dpo" : learns ? "distill" : "sft");
        if (loss.endsWith("RSOLoss")) {
            draft.put("loss", "hinge");
        }
        method(draft, arch);
        given.forEach((key, value) -> key(draft, key, value));
        data(draft, given, datasets);
        defaults(draft);
        if (model != null) {
            draft.put("model_name_or_path", model.toString());
        }
        return draft.end("torchtune");
    }

    private static void method(Draft draft, String arch) {
        String name = arch.substring(arch.lastIndexOf('.') + 1);
        boolean quantised = name.startsWith("qlora_");
        boolean adapts = quantised || name.startsWith("lora_");
        draft.put("finetuning_type", quantised ? "qlora" : adapts ? "lora" : "full");
        if (!arch.contains("llama3")) {
            draft.lost("model: " + arch, "not a Llama 3; Cria trains Llama 3, 3.1 and 3.2");
        }
    }

    /** Where its defaults, and those of torch.optim.AdamW, differ from Cria's. */
    private static void defaults(Draft draft) {
        if (!draft.gives("max_seq_len")) {
            draft.lost("tokenizer.max_seq_len: null", "no limit there; 2048 is taken");
        }
        Map<String, Object> usual = new LinkedHashMap<>();
        usual.put("max_seq_len", 2048L);
        usual.put("max_grad_norm", 0L);
        usual.put("weight_decay", 0.01);
        usual.put("lr_scheduler_type", "constant");
        usual.put("packing", false);
        draft.otherwise(usual);
    }

    private static void key(Draft draft, String key, Object value) {
        if (value instanceof Map<?, ?> section) {
            section.forEach((name, part) -> nested(draft, key, name.toString(), part));
            return;
        }
        if (value.toString().isEmpty()) {
            return;
        }
        switch (key) {
            case "output_dir" -> draft.top("output_dir", value);
            case "seed" -> draft.top("seed", Terms.typed(value));
            case "batch_size" -> draft.put("per_device_train_batch_size", Terms.typed(value));
            case "epochs" -> draft.put("num_train_epochs", Terms.typed(value));
            case "max_steps_per_epoch" -> draft.lost(key + ": " + value, "set max_steps");
            case "gradient_accumulation_steps" -> draft.put(key, Terms.typed(value));
            case "clip_grad_norm" -> draft.put("max_grad_norm", Terms.typed(value));
            case "optimizer_in_bwd" -> inBackward(draft, value);
            case "enable_activation_checkpointing" ->
                    draft.put("activation_checkpointing", Terms.typed(value));
            case "enable_activation_offloading" ->
                    draft.put("activation_offload", Terms.typed(value));
            case "save_every_n_steps" -> draft.put("save_steps", Terms.typed(value));
            case "kd_ratio" -> draft.put(key, Terms.typed(value));
            default -> other(draft, key, value);
        }
    }

    private static void inBackward(Draft draft, Object value) {
        draft.put("optimizer_in_backward", Terms.isTrue(value));
        if (Terms.isTrue(value)) {
            draft.put("max_grad_norm", 0L);
        }
    }

    private static void nested(Draft draft, String section, String key, Object value) {
        if (value.toString().isEmpty() || NEEDLESS.contains(section)) {
            return;
        }
        switch (section + "." + key) {
            case "model.lora_rank", "model.lora_alpha", "model.lora_dropout", "model.use_dora" ->
                    draft.put(key, Terms.typed(value));
            case "model.quantize_base" -> {
                if (Terms.isTrue(value)) {
                    draft.put("finetuning_type", "qlora");
                }
            }
            case "model.lora_attn_modules" -> targets(draft, Terms.list(value));
            case "model.apply_lora_to_mlp" -> {
                if (Terms.isTrue(value)) {
                    targets(draft, List.of("gate_proj", "up_proj", "down_proj"));
                }
            }
            case "model.apply_lora_to_output" -> {
                if (Terms.isTrue(value)) {
                    draft.lost("model." + key, "modules_to_save: [lm_head] trains it in full");
                }
            }
            case "checkpointer.checkpoint_dir" -> draft.put("model_name_or_path", value);
            case "checkpointer.keep_last_n_checkpoints" ->
                    draft.put("save_total_limit", Math.max(2, Long.parseLong(value.toString())));
            case "tokenizer.max_seq_len" -> draft.put("max_seq_len", Terms.typed(value));
            case "teacher_checkpointer.checkpoint_dir" -> draft.put("teacher", value);
            case "kd_loss._component_" -> divergence(draft, value.toString());
            case "optimizer._component_" -> Terms.optimizer(draft, value.toString());
            case "optimizer.lr" -> draft.put("learning_rate", Terms.typed(value));
            case "optimizer.weight_decay", "lr_scheduler.weight_decay" ->
                    draft.put("weight_decay", Terms.typed(value));
            case "lr_scheduler.num_warmup_steps" -> draft.put("warmup_steps", Terms.typed(value));
            case "lr_scheduler._component_" -> Terms.schedule(draft, "cosine");
            case "loss.beta", "loss.label_smoothing" -> draft.put(key, Terms.typed(value));
            case "dataset.packed" -> {
                if (draft.has("packing")) {
                    draft.put("packing", Terms.typed(value));
                }
            }
            case "model._component_",
                    "teacher_model._component_",
                    "teacher_checkpointer._component_",
                    "teacher_checkpointer.output_dir",
                    "tokenizer._component_",
                    "tokenizer.path",
                    "checkpointer._component_",
                    "checkpointer.output_dir",
                    "loss._component_",
                    "dataset._component_",
                    "dataset.source",
                    "dataset.split" -> {}
            default -> other(draft, section + "." + key, value);
        }
    }

    private static void divergence(Draft draft, String component) {
        String name = component.substring(component.lastIndexOf('.') + 1);
        String word =
                name.startsWith("ReverseKL")
                        ? "reverse_kl"
                        : name.startsWith("SymmetricKL") ? "symmetric_kl" : "forward_kl";
        if (!name.matches("(Forward|Reverse|Symmetric)KL.*")) {
            draft.lost("kd_loss: " + component, "forward_kl is taken");
        }
        draft.put("kd_loss", word);
    }

    @SuppressWarnings("unchecked")
    private static void targets(Draft draft, List<String> more) {
        List<String> all = new ArrayList<>();
        if (draft.value("lora_target") instanceof List<?> before) {
            all.addAll((List<String>) before);
        }
        more.forEach(name -> all.add(name.equals("output_proj") ? "o_proj" : name));
        draft.put("lora_target", all);
    }

    private static void other(Draft draft, String key, Object value) {
        String leaf = key.substring(key.lastIndexOf('.') + 1);
        if (NEEDLESS.contains(leaf)) {
            draft.done(key, "not needed here");
        } else if (!value.toString().equalsIgnoreCase("false")) {
            draft.lost(key + ": " + value, "left out");
        }
    }

    private static void data(Draft draft, Map<String, Object> given, List<Path> replaced) {
        if (!replaced.isEmpty()) {
            draft.put("datasets", replaced.stream().map(Path::toString).toList());
            return;
        }
        String name = component(given, "dataset");
        String file = "data/" + name.substring(name.lastIndexOf('.') + 1) + ".jsonl";
        draft.lost(
                "dataset: " + name,
                "of the hub; put its rows into %s, or give --dataset PATH".formatted(file));
        draft.put("datasets", List.of(file));
    }

    private static String component(Map<String, Object> given, String section) {
        return given.get(section) instanceof Map<?, ?> part && part.get("_component_") != null
                ? part.get("_component_").toString()
                : "";
    }
}
