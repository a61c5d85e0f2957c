package dev.cria.recipes.recipe;

import java.util.List;

/** What is merged, and how, must fit together. */
record MergeChecks(Draft draft, Stage stage, Problems problems) {

    private static final List<String> SOURCES =
            List.of("adapter_name_or_path", "models", "checkpoints");

    void check() {
        List<String> given = SOURCES.stream().filter(this::gives).toList();
        if (given.size() != 1) {
            problem(
                    given.isEmpty() ? "merge_method" : given.get(1),
                    "a merge is of adapters (model.adapter_name_or_path), of models (merge.models) or of merge.checkpoints; found %s"
                            .formatted(given.isEmpty() ? "none" : String.join(", ", given)));
            return;
        }
        if (!stage.has(given.get(0), "merge_method", "model_name_or_path", "merge_weights")) {
            return;
        }
        String source = given.get(0);
        String method = MergeKeys.method(stage);
        switch (source) {
            case "checkpoints" -> checkpoints(method);
            case "models" -> models(method);
            default -> adapters(method);
        }
        if (!source.equals("checkpoints")) {
            count(stage.texts(source).size());
            only("last_checkpoints", source, "merge.checkpoints");
        }
        if (!method.equals("ties")) {
            only("density", "merge_method: " + method, "merge_method: ties");
        }
        if (method.equals("linear") || method.equals("average")) {
            only("lambda", "merge_method: " + method, "a method with a base");
        }
        if (gives("verify_text") && stage.has("verify") && !stage.flag("verify")) {
            problem("verify_text", "verify_text needs verify: true");
        }
    }

    private void checkpoints(String method) {
        if (!method.equals("average")) {
            problem("merge_method", "checkpoints are averaged; take merge_method out");
        }
        if (gives("model_name_or_path")) {
            problem("model_name_or_path", "checkpoints know their base; take it out");
        }
        if (gives("merge_weights")) {
            problem("merge_weights", "checkpoints count alike; take merge_weights out");
        }
    }

    private void models(String method) {
        boolean base = gives("model_name_or_path");
        if (method.equals("average")) {
            problem("merge_method", "average is of checkpoints; linear is the mean of models");
        } else if (method.equals("linear") && base) {
            problem(
                    "model_name_or_path",
                    "linear takes no base; give it as one of the models, or take task_arithmetic or ties");
        } else if (!method.equals("linear") && !base) {
            problem("merge_method", method + " needs the base: model.model_name_or_path");
        }
    }

    private void adapters(String method) {
        if (!gives("model_name_or_path")) {
            problem("adapter_name_or_path", "adapters need their base: model.model_name_or_path");
        } else if (method.equals("linear") || method.equals("average")) {
            problem(
                    "merge_method",
                    "adapters are differences from their base; take task_arithmetic or ties");
        }
    }

    private void count(int models) {
        int weights = stage.numbers("merge_weights").size();
        if (weights > 0 && weights != models) {
            problem(
                    "merge_weights",
                    "merge_weights has %d numbers for %d; give one for each, or none"
                            .formatted(weights, models));
        }
    }

    /** A default may be spelt out. */
    private boolean gives(String key) {
        return draft.sets(key, stage);
    }

    private void only(String key, String found, String needed) {
        if (gives(key)) {
            problem(key, "%s needs %s, found %s".formatted(key, needed, found));
        }
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
