package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value for a key that differs from its default.
 *
 * @param text as a recipe writes it
 * @param value as a stage holds it
 */
public record Sample(String text, Object value) {

    /** The value; its files are those of {@link Written#withInputs} in the folder. */
    public static Sample of(Key key, Path folder) {
        String chat = folder.resolve("chat.jsonl").toString();
        return switch (key.kind()) {
            case CHOICE, CHOICE_OR_INPUT -> {
                String other = last(key, key.initial());
                yield new Sample(other, other);
            }
            case CHOICES -> new Sample("[" + last(key, null) + "]", List.of(last(key, null)));
            case INPUT -> new Sample("chat.jsonl", chat);
            case INPUTS -> new Sample("[chat.jsonl]", List.of(chat));
            case DATASETS -> {
                String format = key.choices().get(1);
                yield new Sample(
                        "[{path: chat.jsonl, format: %s, max_samples: 3}]".formatted(format),
                        List.of(new Dataset(List.of(chat), format, 3, 0)));
            }
            case STEPS ->
                    new Sample(
                            "[word_list: {allowed: [damn]}]",
                            List.of(
                                    new StepChoice(
                                            "word_list", Map.of("allowed", List.of("damn")))));
            case SOURCES ->
                    new Sample(
                            "[{name: a, path: chat.jsonl, source: web, score: q, min_score: 0.5, weight: 2, max_epochs: 3}]",
                            List.of(
                                    new SourceChoice(
                                            "a",
                                            List.of(chat),
                                            List.of("web"),
                                            "q",
                                            0.5,
                                            Double.POSITIVE_INFINITY,
                                            2,
                                            0,
                                            3)));
            case COLUMNS -> new Sample("{text: content}", Map.of("text", "content"));
            case TEXT -> {
                String text = key.name().equals("template_date") ? "01 Jan 2026" : "some text";
                yield new Sample(text, text);
            }
            case TEXTS -> texts(key);
            case INTEGERS -> new Sample("[3, 0]", List.of(3L, 0L));
            case NUMBERS -> new Sample("[0.5]", List.of(0.5));
            case INTEGER -> {
                long twice = 2 * ((Number) key.initial()).longValue();
                long value = key.name().equals("num_key_value_heads") ? 1 : Math.max(twice, 8);
                yield new Sample(Long.toString(value), value);
            }
            case NUMBER -> {
                double value = ((Number) key.initial()).doubleValue() == 0 ? 0.25 : half(key);
                yield new Sample(Double.toString(value), value);
            }
            case FLAG -> {
                boolean other = !((Boolean) key.initial());
                yield new Sample(Boolean.toString(other), other);
            }
        };
    }

    private static Sample texts(Key key) {
        return switch (key.name()) {
            case "lora_target" -> new Sample("[mlp.up_proj]", List.of("mlp.up_proj"));
            case "instruction_prompts" -> new Sample("['about {seed}']", List.of("about {seed}"));
            case "reward_pattern" -> new Sample("['a.*']", List.of("a.*"));
            case "modules_to_save" -> new Sample("[norm, lm_head]", List.of("norm", "lm_head"));
            case "freeze_trainable_modules" -> new Sample("[mlp]", List.of("mlp"));
            case "freeze_extra_modules" -> new Sample("[lm_head]", List.of("lm_head"));
            default -> new Sample("[你好, 'it''s']", List.of("你好", "it's"));
        };
    }

    /** What a stage needs beside a key, by the paths of the keys. */
    public static Map<String, String> required(String type, Key asked) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Key key : Schema.STAGES.get(type)) {
            if (key.required()) {
                given.put(key.path(), key.kind() == Kind.TEXTS ? "[hello]" : "chat.jsonl");
            }
        }
        switch (type) {
            case "pretrain" -> {
                if (!asked.name().equals("model_name_or_path")) {
                    given.put("model.tokenizer_path", "chat.jsonl");
                }
                if (asked.name().equals("override_preset")) {
                    given.put("model.preset", "160m");
                    given.put("model.max_position_embeddings", "4096");
                }
                if (asked.name().equals("max_seq_len")) {
                    given.put("model.max_position_embeddings", "8192");
                }
            }
            case "synthesize" -> {
                given.put("model.adapter_name_or_path", "adapter");
                given.put("synthesize.instruction_prompts", "['of {seed}']");
            }
            case "distill" -> {
                given.put("distill.teacher", "adapter");
                if (asked.name().equals("top_k")) {
                    given.put("distill.teacher_logits", "stored");
                }
                if (asked.name().equals("beta")) {
                    given.put("distill.kd_loss", "js");
                }
            }
            case "merge" -> merge(asked.name(), given);
            case "export", "generate" -> given.put("model.adapter_name_or_path", "adapter");
            case "rejection_sampling" -> {
                given.put("model.adapter_name_or_path", "adapter");
                given.put("reward.rewards", "[language]");
            }
            case "grpo", "ppo" -> given.put("reward.rewards", "[language]");
            case "eval" -> {
                given.put("model.adapter_name_or_path", "adapter");
                given.put("eval.tasks", "[gsm8k]");
            }
            default -> {}
        }
        switch (asked.name()) {
            case "keep_count" -> given.put("select.keep", "top_k");
            case "ensure_weight_tying" -> given.put("lora.modules_to_save", "[lm_head]");
            case "max_epochs" -> given.put("mix.sources", "[{path: chat.jsonl, weight: 1}]");
            case "allow_fewer_tokens" -> given.put("mix.max_tokens", "100");
            case "create_new_adapter" -> given.put("model.adapter_name_or_path", "adapter");
            case "reward_weights" -> given.put("reward.rewards", "[language]");
            case "reward_pattern" -> given.put("reward.rewards", "[format]");
            case "sym_kd_ratio" -> given.put("distill.kd_loss", "symmetric_kl");
            case "code_seconds", "code_python" -> given.put("reward.rewards", "[code]");
            case "simpo_gamma" -> given.put("dpo.loss", "simpo");
            case "desirable_weight", "undesirable_weight" -> given.put("dpo.loss", "kto");
            case "combination_type" -> given.put("model.adapter_weights", "[0.5]");
            default -> {}
        }
        if (asked.section().equals("freeze")) {
            given.put("finetuning_type", "freeze");
        }
        if (asked.name().equals("optimizer_in_backward")) {
            given.put("train.max_grad_norm", "0");
        }
        if (asked.name().equals("checkpoint_every_layers")) {
            given.put("train.activation_checkpointing", "true");
        }
        if (asked.name().equals("anneal_datasets")) {
            given.put("data.anneal_ratio", "0.1");
        } else if (asked.name().startsWith("anneal_")) {
            given.put("data.anneal_datasets", "[chat.jsonl]");
        }
        if (asked.name().equals("num_train_epochs")) {
            given.put("train.max_steps", "0");
        }
        if (asked.section().equals("eval") && !type.equals("eval")) {
            given.put("data.heldout", "chat.jsonl");
            given.put("eval.eval_steps", "5");
            if (type.equals("grpo") || type.equals("ppo")) {
                given.put("eval.sample_prompts", "[hello]");
            }
            if (asked.name().equals("early_stopping_threshold")) {
                given.put("eval.early_stopping_patience", "2");
            }
        }
        if (asked.section().equals("guard")) {
            given.put("guard.spike_action", "rollback");
            given.put("checkpoint.save_steps", "5");
            if (asked.name().equals("nonfinite_max_skips")) {
                given.put("guard.nonfinite_action", "skip");
            }
        }
        if (asked.name().equals("average_last_checkpoints")) {
            given.put("checkpoint.save_steps", "5");
            given.put("checkpoint.save_total_limit", "8");
        }
        if (asked.name().equals("when_busy")) {
            given.put("checkpoint.save_steps", "5");
        }
        if (asked.name().startsWith("lr_decay_")) {
            given.put("train.lr_scheduler_type", "warmup_stable_decay");
        }
        return given;
    }

    private static void merge(String asked, Map<String, String> given) {
        switch (asked) {
            case "checkpoints" -> {}
            case "last_checkpoints" -> given.put("merge.checkpoints", "chat.jsonl");
            case "adapter_name_or_path" -> given.put("model.model_name_or_path", "base");
            default -> {
                given.put("merge.models", "[chat.jsonl]");
                if (List.of("merge_method", "density", "lambda").contains(asked)) {
                    given.put("model.model_name_or_path", "base");
                    given.put("merge.merge_method", "ties");
                }
            }
        }
    }

    /** YAML, a section under its name. */
    public static Map<String, String> sections(Map<String, String> given) {
        Map<String, String> sections = new LinkedHashMap<>();
        given.forEach(
                (path, text) -> {
                    int dot = path.indexOf('.');
                    String section = dot < 0 ? path : path.substring(0, dot);
                    if (dot < 0) {
                        sections.put(path, path + ": " + text + "\n");
                    } else {
                        sections.merge(
                                section,
                                section + ":\n  " + path.substring(dot + 1) + ": " + text + "\n",
                                (a, b) -> a + b.substring(b.indexOf('\n') + 1));
                    }
                });
        return sections;
    }

    private static String last(Key key, Object not) {
        return key.choices().stream().filter(word -> !word.equals(not)).reduce((a, b) -> b).get();
    }

    private static double half(Key key) {
        return ((Number) key.initial()).doubleValue() / 2 > key.min()
                ? ((Number) key.initial()).doubleValue() / 2
                : ((Number) key.initial()).doubleValue() * 2;
    }
}
