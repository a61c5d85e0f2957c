package dev.cria.recipes.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cria.checkpoints.UserException;
import dev.cria.data.dataset.FieldNames;
import dev.cria.recipes.recipe.Aliases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recipes of LLaMA-Factory, as of August 2026: flat YAML, data sets by name in dataset_info.json.
 */
final class LlamaFactory {

    private static final Map<String, String> STAGES =
            Map.of(
                    "pt",
                    "pretrain",
                    "sft",
                    "sft",
                    "rm",
                    "rm",
                    "dpo",
                    "dpo",
                    "kto",
                    "dpo",
                    "ppo",
                    "ppo");

    /** Keys of PPO by their names there. */
    private static final Map<String, String> PPO =
            Map.of("ppo_epochs", "num_ppo_epochs", "ppo_whiten_rewards", "whiten_rewards");

    /** Keys that say nothing that Cria must be told, with the reason. */
    private static final Map<String, String> NEEDLESS =
            Map.ofEntries(
                    Map.entry("do_train", "a recipe is run"),
                    Map.entry("trust_remote_code", "no code of models is ever run"),
                    Map.entry("logging_steps", "every step is in metrics.jsonl"),
                    Map.entry("plot_loss", "report.html has the curves"),
                    Map.entry("overwrite_output_dir", "nothing is overwritten"),
                    Map.entry("overwrite_cache", "the cache knows what it was made from"),
                    Map.entry("preprocessing_num_workers", "all cores tokenise"),
                    Map.entry("dataloader_num_workers", "batches are prepared beside training"),
                    Map.entry("bf16", "compute_dtype: auto is bf16 on CUDA"),
                    Map.entry("fp16", "compute_dtype: auto is bf16 on CUDA, else fp32"),
                    Map.entry("flash_attn", "attention is fused"),
                    Map.entry("ddp_timeout", "one process trains"),
                    Map.entry("save_only_model", "checkpoints are complete; the model is apart"),
                    Map.entry("eval_strategy", "eval_steps says it"),
                    Map.entry(
                            "per_device_eval_batch_size", "batches of evaluation are sized alone"),
                    Map.entry("ppo_target", "kl_coef is fixed"),
                    Map.entry("reward_model_type", "the folder says whether it is an adapter"),
                    Map.entry("export_device", "tensors are merged one at a time"),
                    Map.entry("export_legacy_format", "safetensors are written"));

    private static final Set<String> LISTS =
            Set.of(
                    "lora_target",
                    "modules_to_save",
                    "adapter_name_or_path",
                    "freeze_trainable_modules",
                    "freeze_extra_modules");

    private LlamaFactory() {}

    static boolean is(Map<String, Object> given) {
        return given.containsKey("model_name_or_path")
                && (given.containsKey("export_dir")
                        || given.containsKey("dataset")
                        || given.containsKey("finetuning_type"));
    }

    static Conversion convert(
            Path file, Map<String, Object> given, Path model, List<Path> datasets) {
        String asked = given.getOrDefault("stage", "sft").toString();
        boolean export = given.containsKey("export_dir");
        String type = export ? "export" : STAGES.get(asked);
        if (type == null) {
            throw new UserException(
                    "%s: stage %s of LLaMA-Factory has no equivalent; expected one of pt, sft, rm, dpo, kto, ppo"
                            .formatted(file, asked));
        }
        Draft draft = new Draft(type);
        if (asked.equals("kto")) {
            draft.put("loss", "kto");
        }
        if (asked.equals("ppo")) {
            draft.lost("KL that adapts to ppo_target", "kl_coef is fixed here");
        }
        Map<String, Object> rest = new LinkedHashMap<>(given);
        rest.remove("stage");
        Object names = rest.remove("dataset");
        if (!export && names != null) {
            Object most = rest.remove("max_samples");
            draft.put("datasets", data(file, given, draft, Terms.list(names), datasets, most));
        }
        rest.forEach((key, value) -> key(draft, key, value));
        if (model != null) {
            draft.put("model_name_or_path", model.toString());
        }
        if (!export) {
            defaults(draft);
        }
        if (export && !draft.gives("adapter_name_or_path")) {
            draft.put("formats", List.of("hf"));
        } else if (export) {
            draft.put("formats", List.of("merged"));
        }
        return draft.end("LLaMA-Factory");
    }

    /** Where its defaults differ from Cria's: hparams and transformers' TrainingArguments. */
    private static void defaults(Draft draft) {
        Map<String, Object> usual = new LinkedHashMap<>();
        usual.put("max_seq_len", 2048L);
        usual.put("learning_rate", 5e-5);
        usual.put("num_train_epochs", 3.0);
        usual.put("per_device_train_batch_size", 8L);
        usual.put("lr_scheduler_type", "linear");
        usual.put("packing", draft.has("hidden_size"));
        if (draft.value("lora_rank") instanceof Long rank) {
            usual.put("lora_alpha", 2 * rank);
        }
        draft.otherwise(usual);
    }

    private static void key(Draft draft, String key, Object value) {
        if (value.toString().isEmpty()) {
            return;
        }
        switch (key) {
            case "output_dir", "export_dir" -> draft.top("output_dir", value);
            case "seed" -> draft.top("seed", Terms.typed(value));
            case "finetuning_type" -> method(draft, value.toString());
            case "quantization_bit" -> bits(draft, value.toString());
            case "optim" -> Terms.optimizer(draft, value.toString());
            case "template" -> template(draft, value.toString());
            case "lr_scheduler_type" -> Terms.schedule(draft, value.toString());
            case "export_size" -> draft.put("max_shard_gb", Terms.typed(value));
            case "train_on_prompt" -> trainOn(draft, key, value, "all");
            case "mask_history" -> trainOn(draft, key, value, "last");
            case "packing", "neat_packing" -> packing(draft, key, value);
            case "disable_gradient_checkpointing" ->
                    draft.put("activation_checkpointing", !Terms.isTrue(value));
            case "pref_loss", "loss" -> draft.put("loss", value.equals("kto_pair") ? "kto" : value);
            case "resume_from_checkpoint" ->
                    draft.done(key, "a run goes on from its newest checkpoint by itself");
            default -> plain(draft, key, value);
        }
    }

    private static void plain(Draft draft, String key, Object value) {
        String name = PPO.getOrDefault(key, Aliases.canonical(key));
        if (NEEDLESS.containsKey(key)) {
            draft.done(key, NEEDLESS.get(key));
        } else if (draft.has(name)) {
            draft.put(name, LISTS.contains(name) ? Terms.list(value) : Terms.typed(value));
        } else if (value.equals("false") || value.equals("none")) {
            draft.done(key, "off, as here");
        } else {
            draft.lost(key + ": " + value, "left out");
        }
    }

    private static void method(Draft draft, String method) {
        if (!draft.has("finetuning_type")) {
            if (!method.equals("full") && draft.has("hidden_size")) {
                draft.lost("finetuning_type: " + method, "stage pretrain trains all weights");
            }
        } else if (List.of("lora", "full", "freeze").contains(method)) {
            draft.put("finetuning_type", method);
        } else {
            draft.lost("finetuning_type: " + method, "lora is taken");
            draft.put("finetuning_type", "lora");
        }
    }

    /** Their llama3 is the one of that name here, with any model. */
    private static void template(Draft draft, String name) {
        if (name.equals("llama3") && draft.has("chat_template")) {
            draft.put("chat_template", name);
        } else {
            draft.done("template", "the chat template is that of the model's folder");
        }
    }

    private static void bits(Draft draft, String bits) {
        if (draft.has("base_dtype") && List.of("4", "8").contains(bits)) {
            draft.put("finetuning_type", "qlora");
            draft.put("base_dtype", bits.equals("4") ? "nf4" : "int8");
        } else {
            draft.lost("quantization_bit: " + bits, "the weights are kept as they are");
        }
    }

    private static void trainOn(Draft draft, String key, Object value, String turns) {
        if (Terms.isTrue(value) && draft.has("train_on")) {
            draft.put("train_on", turns);
        } else if (Terms.isTrue(value)) {
            draft.lost(key, "left out");
        }
    }

    private static void packing(Draft draft, String key, Object value) {
        if (!draft.has("packing")) {
            draft.done(key, "rows need no padding here");
            return;
        }
        draft.put("packing", Terms.isTrue(value) || Boolean.TRUE.equals(draft.value("packing")));
        if (key.equals("packing") && Terms.isTrue(value)) {
            draft.done(key, "examples in a row do not see each other, as with neat_packing");
        }
    }

    private static List<Object> data(
            Path file,
            Map<String, Object> given,
            Draft draft,
            List<String> names,
            List<Path> replaced,
            Object most) {
        List<Object> rows = new ArrayList<>();
        if (!replaced.isEmpty()) {
            replaced.forEach(path -> rows.add(row(path.toString(), most)));
            return rows;
        }
        Path folder = Path.of(given.getOrDefault("dataset_dir", "data").toString());
        Path root = Files.exists(folder) ? folder : file.resolveSibling(folder);
        JsonNode info = info(root.resolve("dataset_info.json"));
        for (String name : names) {
            String local = info.path(name).path("file_name").asText("");
            if (local.isEmpty()) {
                draft.lost(
                        "dataset: " + name,
                        "not a file that %s names; give its path under data.datasets, or --dataset PATH"
                                .formatted(root.resolve("dataset_info.json")));
            }
            Path path = root.resolve(local.isEmpty() ? name + ".json" : local).toAbsolutePath();
            rows.add(row(path.normalize().toString(), most, info.path(name)));
        }
        return rows;
    }

    private static Object row(String path, Object most) {
        return row(path, most, JsonNodeFactory.instance.objectNode());
    }

    /** With what {@code dataset_info.json} says of the names of fields. */
    private static Object row(String path, Object most, JsonNode info) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", path);
        if (most != null && !most.toString().isEmpty()) {
            row.put("max_samples", Terms.typed(most));
        }
        for (String field : List.of("subset", "split")) {
            if (info.path(field).isTextual()) {
                row.put(field, info.get(field).textValue());
            }
        }
        names(row, "columns", info.path("columns"), FieldNames.COLUMNS);
        names(row, "tags", info.path("tags"), FieldNames.tagNames());
        boolean shareGpt = info.path("formatting").asText("").equals("sharegpt");
        boolean named = row.containsKey("columns") || row.containsKey("tags");
        if (named && !info.path("ranking").asBoolean() && !info.path("columns").has("kto_tag")) {
            row.put("format", shareGpt ? "sharegpt" : "alpaca");
        }
        return row.size() == 1 ? path : row;
    }

    private static void names(
            Map<String, Object> row, String field, JsonNode given, Set<String> known) {
        Map<String, Object> names = new LinkedHashMap<>();
        given.properties()
                .forEach(
                        name -> {
                            if (known.contains(name.getKey()) && name.getValue().isTextual()) {
                                names.put(name.getKey(), name.getValue().textValue());
                            }
                        });
        if (!names.isEmpty()) {
            row.put(field, names);
        }
    }

    private static JsonNode info(Path file) {
        JsonMapper json = new JsonMapper();
        if (!Files.isRegularFile(file)) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(file.toFile());
        } catch (IOException e) {
            throw new UserException(file + ": is not JSON: " + e.getMessage(), e);
        }
    }
}
