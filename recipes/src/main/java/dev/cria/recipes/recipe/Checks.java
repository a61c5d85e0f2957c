package dev.cria.recipes.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a recipe can get wrong although each of its values is right. */
record Checks(Path file, Path outputDir, List<String> problems) {

    private static final Map<String, List<String>> WORDS =
            Map.of(
                    "formats", List.of("hf", "merged", "peft", "gguf"),
                    "gguf_types", List.of("f32", "f16", "bf16", "q8_0"),
                    "lora_target",
                            List.of(
                                    "all",
                                    "q_proj",
                                    "k_proj",
                                    "v_proj",
                                    "o_proj",
                                    "gate_proj",
                                    "up_proj",
                                    "down_proj"));

    void check(List<Draft> drafts, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            int line = drafts.get(i).line();
            for (Key key : Schema.STAGES.get(stage.type())) {
                if (stage.values().containsKey(key.name())) {
                    value(stage, key, line);
                }
            }
            combinations(stage, line);
        }
    }

    private void value(Stage stage, Key key, int line) {
        if (key.kind() == Kind.INPUT && stage.path(key.name()) != null) {
            exists(stage.path(key.name()), key, line);
        } else if (key.kind() == Kind.INPUTS) {
            stage.paths(key.name()).forEach(path -> exists(path, key, line));
        } else if (WORDS.containsKey(key.name())) {
            for (String word : stage.texts(key.name())) {
                List<String> known = WORDS.get(key.name());
                if (!known.contains(word)) {
                    problem(
                            line,
                            "%s: '%s' is not one of %s%s"
                                    .formatted(
                                            key.path(),
                                            word,
                                            String.join(", ", known),
                                            Nearest.hint(word, known)));
                }
            }
        }
    }

    /** What lies in the run folder may still be made by an earlier stage. */
    private void exists(Path path, Key key, int line) {
        if (!path.startsWith(outputDir) && !Files.exists(path)) {
            problem(line, "%s: %s does not exist".formatted(key.path(), path));
        }
    }

    private void combinations(Stage stage, int line) {
        Map<String, Object> values = stage.values();
        switch (stage.type()) {
            case "pretrain" -> pretrain(stage, line);
            case "curate" -> {
                boolean positive = !"".equals(values.get("quality_positive"));
                boolean negative = !"".equals(values.get("quality_negative"));
                if (positive != negative) {
                    problem(line, "quality_positive and quality_negative need each other");
                }
            }
            case "sft", "dpo" -> {
                boolean full = "full".equals(values.get("finetuning_type"));
                if (full && !"".equals(values.get("adapter_name_or_path"))) {
                    problem(
                            line,
                            "adapter_name_or_path does not go with finetuning_type: full; merge the adapter first (stage export, format merged)");
                }
            }
            case "export" -> {
                boolean adapter = !"".equals(values.get("adapter_name_or_path"));
                boolean asks =
                        values.get("formats") instanceof List<?> formats
                                && (formats.contains("peft") || formats.contains("merged"));
                if (asks && !adapter) {
                    problem(line, "formats peft and merged need adapter_name_or_path");
                }
            }
            default -> {}
        }
    }

    private void pretrain(Stage stage, int line) {
        Map<String, Object> values = stage.values();
        if ("".equals(values.get("model_name_or_path"))
                && "".equals(values.get("tokenizer_path"))) {
            problem(line, "a new model needs tokenizer_path; an old one, model_name_or_path");
        }
        if (values.keySet()
                .containsAll(
                        List.of("hidden_size", "num_attention_heads", "num_key_value_heads"))) {
            int width = stage.integer("hidden_size");
            int heads = stage.integer("num_attention_heads");
            int kvHeads = stage.integer("num_key_value_heads");
            if (width % heads != 0 || (width / heads) % 2 != 0) {
                problem(line, "hidden_size must be an even multiple of num_attention_heads");
            }
            if (heads % kvHeads != 0) {
                problem(line, "num_attention_heads must be a multiple of num_key_value_heads");
            }
        }
    }

    private void problem(int line, String what) {
        problems.add("%s:%d: %s".formatted(file, line, what));
    }
}
