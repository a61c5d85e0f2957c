package dev.cria.recipes.recipe;

/** What keys of section synthesize need of each other. */
record SynthesizeChecks(Draft draft, Stage stage, Problems problems) {

    private static final String SEED = "{seed}";

    void check() {
        if (stage.has("max_new_tokens", "max_seq_len")
                && stage.integer("max_new_tokens") >= stage.integer("max_seq_len")) {
            problem(
                    "max_new_tokens",
                    "max_new_tokens must be less than data.max_seq_len, which instruction and answer share");
        }
        if (!stage.has("instruction_prompts", "num_instructions")) {
            return;
        }
        for (String prompt : stage.texts("instruction_prompts")) {
            if (!prompt.contains(SEED)) {
                problem(
                        "instruction_prompts",
                        "instruction_prompts: '%s' has no %s, where the seed is to stand"
                                .formatted(prompt, SEED));
            }
        }
        if (stage.texts("instruction_prompts").isEmpty() && stage.integer("num_instructions") > 1) {
            problem(
                    "num_instructions",
                    "num_instructions needs instruction_prompts; without, a seed is one instruction");
        }
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
