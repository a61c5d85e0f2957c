package dev.cria.recipes.recipe;

import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.trainer.adapt.FreezeTuning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is trained of a model or on it must fit together. */
record AdapterChecks(Draft draft, Stage stage, Problems problems) {

    private static final List<String> ALL = List.of("all", "all-linear");

    /** Of a stage that trains. */
    void tuned() {
        if (!stage.has("finetuning_type")) {
            return;
        }
        String method = stage.text("finetuning_type");
        boolean adapts = method.equals("lora") || method.equals("qlora");
        for (Key key : AdapterKeys.LORA) {
            if (!adapts && differs(key)) {
                problem(
                        key.name(),
                        "%s does not go with finetuning_type: %s; take one of them out"
                                .formatted(key.name(), method));
            }
        }
        for (Key key : AdapterKeys.FREEZE) {
            if (!method.equals("freeze") && differs(key)) {
                problem(key.name(), key.name() + " needs finetuning_type: freeze");
            }
        }
        if (adapts) {
            adapters(method);
            words();
        } else if (differs(draft.key("adapter_name_or_path"))) {
            problem(
                    "adapter_name_or_path",
                    "finetuning_type: %s continues no adapter; merge it first (stage export, format merged)"
                            .formatted(method));
        }
        if (method.equals("freeze")) {
            freeze();
        }
    }

    private void adapters(String method) {
        if (!stage.has("adapter_name_or_path", "create_new_adapter")) {
            return;
        }
        int given = stage.texts("adapter_name_or_path").size();
        boolean creates = stage.flag("create_new_adapter");
        if (creates && given == 0) {
            problem("create_new_adapter", "create_new_adapter needs adapter_name_or_path");
        }
        if (given > 0 && !creates) {
            for (Key key : AdapterKeys.LORA) {
                if (differs(key)) {
                    problem(
                            key.name(),
                            "%s is the adapter's own, which adapter_name_or_path names; take it out, or set create_new_adapter"
                                    .formatted(key.name()));
                }
            }
        }
        if (method.equals("qlora") && given > (creates ? 0 : 1)) {
            problem(
                    "adapter_name_or_path",
                    "adapters cannot be merged into quantised weights; write the merged model first (stage export, format merged)");
        }
    }

    private void words() {
        List<String> targets = new ArrayList<>(ALL);
        targets.addAll(LoraConfig.ALL_TARGETS);
        known("lora_target", targets, word -> ALL.contains(word) || LoraConfig.isTarget(word));
        known("modules_to_save", LoraConfig.ALL_SAVED, LoraConfig::isSaved);
        if (stage.has("lora_target") && stage.texts("lora_target").isEmpty()) {
            problem("lora_target", "lora_target is empty; name linear maps, or all");
        }
        if (stage.has("modules_to_save", "ensure_weight_tying")
                && stage.flag("ensure_weight_tying")
                && stage.texts("modules_to_save").stream()
                        .noneMatch(m -> m.endsWith("embed_tokens") || m.equals("lm_head"))) {
            problem(
                    "ensure_weight_tying",
                    "ensure_weight_tying needs embed_tokens or lm_head among modules_to_save");
        }
    }

    private void freeze() {
        List<String> parts = FreezeTuning.layerModules();
        List<String> others = FreezeTuning.otherModules();
        known("freeze_trainable_modules", parts, parts::contains);
        known("freeze_extra_modules", others, others::contains);
        if (stage.has("freeze_trainable_layers", "freeze_extra_modules")
                && stage.integer("freeze_trainable_layers") == 0
                && stage.texts("freeze_extra_modules").isEmpty()) {
            problem(
                    "freeze_trainable_layers",
                    "nothing is trained; set freeze_trainable_layers or freeze_extra_modules");
        }
        if (stage.has("base_dtype") && List.of("int8", "nf4").contains(stage.text("base_dtype"))) {
            problem(
                    "base_dtype",
                    "finetuning_type: freeze writes a whole model, which base_dtype: %s would leave quantised; take auto, bf16 or fp16"
                            .formatted(stage.text("base_dtype")));
        }
    }

    /** Of a stage that uses a model. */
    void used() {
        if (!stage.has("adapter_name_or_path", "adapter_weights")) {
            return;
        }
        int given = stage.texts("adapter_name_or_path").size();
        int weights = stage.numbers("adapter_weights").size();
        if (weights > 0 && weights != given) {
            problem(
                    "adapter_weights",
                    "adapter_weights has %d numbers for %d adapters; give one for each, or none"
                            .formatted(weights, given));
        }
        if (weights == 0 && differs(draft.key("combination_type"))) {
            problem("combination_type", "combination_type needs adapter_weights");
        }
        if (weights == 0 && given > 1 && stage.type().equals("export") && stage.has("formats")) {
            for (String format : List.of("peft", "gguf_lora")) {
                if (stage.texts("formats").contains(format)) {
                    problem(
                            "formats",
                            "format %s writes one adapter, found %d; give adapter_weights to combine them, or take it out"
                                    .formatted(format, given));
                }
            }
        }
    }

    private void known(String key, List<String> words, Predicate<String> isKnown) {
        if (!stage.has(key)) {
            return;
        }
        List<String> given = stage.texts(key);
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (!isKnown.test(word)) {
                problems.add(
                        draft.placeOf(key, i),
                        "%s: '%s' is not one of %s%s"
                                .formatted(
                                        draft.key(key).path(),
                                        word,
                                        String.join(", ", words),
                                        Nearest.hint(word, words)));
            }
        }
    }

    /** Defaults may be spelt out. */
    private boolean differs(Key key) {
        return stage.has(key.name()) && !stage.values().get(key.name()).equals(key.initial());
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
