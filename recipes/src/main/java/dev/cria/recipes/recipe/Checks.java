package dev.cria.recipes.recipe;

import java.util.List;

/** What a stage can get wrong although each of its values is right. */
record Checks(Draft draft, Stage stage, Problems problems, List<String> warnings) {

    private static final List<String> SHAPE =
            List.of(
                    "tokenizer_path",
                    "preset",
                    "override_preset",
                    "hidden_size",
                    "intermediate_size",
                    "num_hidden_layers",
                    "num_attention_heads",
                    "num_key_value_heads",
                    "head_dim",
                    "rope_theta",
                    "rope_scaling_factor",
                    "tie_word_embeddings",
                    "max_position_embeddings");

    void check() {
        new TemplateChecks(draft, stage, problems, warnings).check();
        switch (stage.type()) {
            case "curate" -> curate();
            case "mix" -> mix();
            case "pretrain" -> {
                pretrain();
                annealing();
                schedule();
                watching();
            }
            case "sft", "dpo", "rm", "distill" -> {
                tuned();
                new PreferenceChecks(draft, stage, problems).check();
                new DistillChecks(draft, stage, problems).check();
                annealing();
                schedule();
                watching();
            }
            case "grpo", "ppo" -> {
                tuned();
                schedule();
                watching();
                new RolloutChecks(draft, stage, problems).check();
            }
            case "rejection_sampling" -> {
                new AdapterChecks(draft, stage, problems).used();
                new RolloutChecks(draft, stage, problems).sampled();
            }
            case "eval" -> evaluation();
            case "synthesize" -> {
                new AdapterChecks(draft, stage, problems).used();
                new SynthesizeChecks(draft, stage, problems).check();
            }
            case "merge" -> new MergeChecks(draft, stage, problems).check();
            case "export" -> export();
            case "generate" -> generate();
            default -> {}
        }
    }

    private void curate() {
        if (stage.has("steps", "profile")
                && !stage.steps("steps").isEmpty()
                && !stage.text("profile").equals("auto")) {
            problem("profile", "profile and steps exclude each other; take one of them out");
        }
    }

    private void evaluation() {
        new AdapterChecks(draft, stage, problems).used();
        if (stage.has("tasks", "task_files")
                && stage.texts("tasks").isEmpty()
                && stage.texts("task_files").isEmpty()) {
            problem("tasks", "eval.tasks: nothing is asked; name a task, or a file in task_files");
        }
    }

    private void mix() {
        if (!stage.has("sources", "max_epochs", "max_tokens", "allow_fewer_tokens")) {
            return;
        }
        List<SourceChoice> sources = stage.sources("sources");
        long weighted = sources.stream().filter(source -> source.weight() > 0).count();
        if (weighted > 0 && weighted < sources.size()) {
            SourceChoice without =
                    sources.stream().filter(s -> s.weight() == 0).findFirst().orElseThrow();
            problem(
                    "sources",
                    "mix.sources: '%s' has no weight, others have; give all of them one or none"
                            .formatted(without.name()));
        }
        if (weighted == 0) {
            needs("a weight for each source", "max_epochs");
            sources.stream()
                    .filter(source -> source.maxEpochs() > 0)
                    .forEach(
                            source ->
                                    problem(
                                            "sources",
                                            "mix.sources: '%s' has max_epochs and no weight; say by epochs how often it is taken"
                                                    .formatted(source.name())));
        }
        if (stage.wide("max_tokens") == 0) {
            needs("max_tokens", "allow_fewer_tokens");
        }
    }

    private void pretrain() {
        if (draft.gives("model_name_or_path")) {
            for (String key : SHAPE) {
                if (draft.sets(key, stage)) {
                    problem(key, key + " is the model's own; take it or model_name_or_path out");
                }
            }
            return;
        }
        if (!draft.gives("tokenizer_path")) {
            problem("tokenizer_path", "a new model needs model.tokenizer_path");
        }
        new PresetChecks(draft, stage, problems).check();
        if (!stage.has("hidden_size", "num_attention_heads", "num_key_value_heads", "head_dim")) {
            return;
        }
        int heads = stage.integer("num_attention_heads");
        int width = stage.integer("hidden_size");
        int headWidth = stage.integer("head_dim");
        if (headWidth == 0 && width % (2 * heads) != 0) {
            problem("hidden_size", "hidden_size must be an even multiple of num_attention_heads");
        }
        if (headWidth % 2 != 0) {
            problem("head_dim", "head_dim must be even, for rotary positions");
        }
        if (heads % stage.integer("num_key_value_heads") != 0) {
            problem(
                    "num_key_value_heads",
                    "num_attention_heads must be a multiple of num_key_value_heads");
        }
        if (stage.has("max_seq_len", "max_position_embeddings")
                && stage.integer("max_seq_len") > stage.integer("max_position_embeddings")) {
            problem("max_seq_len", "max_seq_len is beyond max_position_embeddings; raise that too");
        }
    }

    private void tuned() {
        BaseTypeChecks.check(draft, stage, problems);
        new AdapterChecks(draft, stage, problems).tuned();
    }

    private void levers() {
        if (stage.has("optimizer_in_backward", "max_grad_norm", "gradient_accumulation_steps")
                && stage.flag("optimizer_in_backward")) {
            if (stage.number("max_grad_norm") > 0) {
                problem(
                        "max_grad_norm",
                        "optimizer_in_backward cannot limit the norm of all gradients; set max_grad_norm: 0");
            }
            if (stage.integer("gradient_accumulation_steps") > 1) {
                problem(
                        "gradient_accumulation_steps",
                        "optimizer_in_backward holds no gradients that could be added up; set gradient_accumulation_steps: 1 and raise per_device_train_batch_size");
            }
        }
        if (stage.has("activation_checkpointing", "checkpoint_every_layers")
                && stage.integer("checkpoint_every_layers") > 1
                && !stage.flag("activation_checkpointing")) {
            problem(
                    "checkpoint_every_layers",
                    "checkpoint_every_layers acts with activation_checkpointing: true only");
        }
    }

    private void annealing() {
        if (!stage.has("anneal_datasets", "anneal_ratio", "anneal_steps", "max_steps")) {
            return;
        }
        int steps = stage.integer("anneal_steps");
        boolean lasts = steps > 0 || stage.number("anneal_ratio") > 0;
        if (stage.datasets("anneal_datasets").isEmpty()) {
            needs("anneal_datasets", "anneal_ratio", "anneal_steps");
        } else if (!lasts) {
            problem("anneal_datasets", "anneal_datasets needs anneal_ratio or anneal_steps");
        }
        if (steps > 0 && stage.number("anneal_ratio") > 0) {
            problem("anneal_steps", "anneal_ratio and anneal_steps exclude each other");
        }
        if (stage.integer("max_steps") > 0 && steps >= stage.integer("max_steps")) {
            problem("anneal_steps", "anneal_steps must be less than max_steps");
        }
    }

    private void schedule() {
        levers();
        if (!stage.has("warmup_steps", "warmup_ratio", "max_steps", "num_train_epochs")) {
            return;
        }
        int warmup = stage.integer("warmup_steps");
        int steps = stage.integer("max_steps");
        if (warmup > 0 && stage.number("warmup_ratio") > 0) {
            problem("warmup_ratio", "warmup_steps and warmup_ratio exclude each other");
        }
        if (steps > 0 && warmup >= steps) {
            warnings.add(
                    "%s: warmup_steps is not less than max_steps; the rate only rises"
                            .formatted(draft.placeOf("warmup_steps")));
        }
        if (stage.has("lr_scheduler_type")
                && !stage.text("lr_scheduler_type").equals("warmup_stable_decay")) {
            needs("lr_scheduler_type: warmup_stable_decay", "lr_decay_ratio", "lr_decay_type");
        }
        if (steps == 0 && stage.number("num_train_epochs") == 0) {
            problem("num_train_epochs", "nothing is trained; set max_steps or num_train_epochs");
        }
    }

    private void watching() {
        if (stage.has("eval_steps", "heldout")) {
            boolean samples =
                    stage.has("sample_prompts") && !stage.texts("sample_prompts").isEmpty();
            boolean heldout = !stage.datasets("heldout").isEmpty();
            boolean looks = stage.integer("eval_steps") > 0;
            if (looks && !heldout && !samples) {
                problem(
                        "eval_steps",
                        stage.type().equals("rm")
                                ? "eval_steps needs data.heldout"
                                : "eval_steps needs data.heldout or eval.sample_prompts");
            }
            if (!looks || !heldout) {
                needs(
                        "eval_steps and data.heldout",
                        "metric_for_best_model",
                        "load_best_model_at_end",
                        "early_stopping_patience");
            }
            if (!looks) {
                needs("eval_steps", "sample_prompts", "sample_max_new_tokens");
            }
        }
        if (stage.has("early_stopping_patience") && stage.integer("early_stopping_patience") == 0) {
            needs("early_stopping_patience", "early_stopping_threshold");
        }
        if (stage.has("spike_action", "nonfinite_action", "save_steps")) {
            guard();
        }
        if (stage.has("average_last_checkpoints", "save_steps", "save_total_limit", "ema_decay")) {
            averages();
        }
        new SavingChecks(draft, stage, problems).check();
    }

    private void guard() {
        String action = stage.text("spike_action");
        if (action.equals("none")) {
            needs("spike_action", "spike_window", "spike_threshold");
        }
        String notFinite = stage.text("nonfinite_action");
        if (!notFinite.equals("skip")) {
            needs("nonfinite_action: skip", "nonfinite_max_skips");
        }
        if (!action.equals("rollback") && !notFinite.equals("rollback")) {
            needs(
                    "spike_action: rollback or nonfinite_action: rollback",
                    "max_rollbacks",
                    "spike_skip_steps");
        }
        for (String key : List.of("spike_action", "nonfinite_action")) {
            if (stage.text(key).equals("rollback") && stage.integer("save_steps") == 0) {
                problem(key, key + ": rollback needs checkpoint.save_steps");
            }
        }
    }

    private void averages() {
        int last = stage.integer("average_last_checkpoints");
        if (last == 0) {
            return;
        }
        if (stage.integer("save_steps") == 0 || stage.integer("save_total_limit") < last) {
            problem(
                    "average_last_checkpoints",
                    "average_last_checkpoints: %d needs checkpoint.save_steps, and a save_total_limit of %d at least"
                            .formatted(last, last));
        }
        if (stage.number("ema_decay") > 0) {
            problem("ema_decay", "ema_decay and average_last_checkpoints exclude each other");
        }
        if (stage.has("load_best_model_at_end") && stage.flag("load_best_model_at_end")) {
            problem(
                    "load_best_model_at_end",
                    "load_best_model_at_end and average_last_checkpoints exclude each other");
        }
    }

    private void export() {
        new AdapterChecks(draft, stage, problems).used();
        if (!stage.has("formats")) {
            return;
        }
        List<String> formats = stage.texts("formats");
        for (String format : List.of("peft", "merged", "gguf_lora")) {
            if (formats.contains(format) && !draft.gives("adapter_name_or_path")) {
                problem(
                        "formats",
                        "format %s needs model.adapter_name_or_path; without one, export hf"
                                .formatted(format));
            }
        }
        if (stage.has("model_card") && !stage.flag("model_card")) {
            needs("model_card: true", "language");
        }
        if (draft.gives("verify_text") && stage.has("verify") && !stage.flag("verify")) {
            problem("verify_text", "verify_text needs verify: true");
        }
        if (!formats.contains("gguf")) {
            needs("gguf among the formats", "gguf_types");
        }
    }

    private void generate() {
        new AdapterChecks(draft, stage, problems).used();
        if (draft.gives("merged_model_path") && !draft.gives("adapter_name_or_path")) {
            problem(
                    "merged_model_path",
                    "merged_model_path needs adapter_name_or_path to compare with");
        }
    }

    /** Keys that mean nothing without another one; their defaults may be spelt out. */
    private void needs(String other, String... keys) {
        for (String key : keys) {
            if (stage.has(key) && !stage.values().get(key).equals(draft.key(key).initial())) {
                problem(key, "%s needs %s".formatted(key, other));
            }
        }
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
