package dev.cria.recipes.recipe;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys of section dpo go with which loss. */
record PreferenceChecks(Draft draft, Stage stage, Problems problems) {

    private static final Map<String, Set<String>> LOSSES =
            Map.of(
                    "label_smoothing", Set.of("sigmoid", "sigmoid_norm", "simpo"),
                    "nll_coef", Set.of("sigmoid", "sigmoid_norm", "ipo", "hinge", "simpo"),
                    "simpo_gamma", Set.of("simpo"),
                    "desirable_weight", Set.of("kto"),
                    "undesirable_weight", Set.of("kto"),
                    "ref_model", Set.of("sigmoid", "sigmoid_norm", "ipo", "hinge", "kto"));

    void check() {
        if (!stage.has("loss", "ref_model")) {
            return;
        }
        String loss = stage.text("loss");
        for (String key : LOSSES.keySet().stream().sorted().toList()) {
            boolean changed =
                    stage.has(key) && !stage.values().get(key).equals(draft.key(key).initial());
            if (changed && !LOSSES.get(key).contains(loss)) {
                List<String> losses = LOSSES.get(key).stream().sorted().toList();
                problem(
                        key,
                        "%s does not go with loss: %s; it is for %s"
                                .formatted(key, loss, String.join(", ", losses)));
            }
        }
        boolean hasBase =
                stage.has("finetuning_type") && stage.text("finetuning_type").equals("lora");
        if (stage.text("ref_model").equals("base_without_adapter") && !hasBase) {
            problem(
                    "ref_model",
                    "ref_model: base_without_adapter needs finetuning_type: lora; ref_model: start is the model itself");
        }
        if (loss.equals("kto")
                && stage.has("metric_for_best_model")
                && !stage.text("metric_for_best_model").equals("eval_loss")) {
            problem("metric_for_best_model", "loss: kto measures eval_loss only");
        }
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
