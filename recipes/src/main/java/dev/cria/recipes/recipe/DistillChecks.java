package dev.cria.recipes.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What keys of section distill need of each other. */
record DistillChecks(Draft draft, Stage stage, Problems problems) {

    /** What a stage with {@code teacher_logits: stored} writes. */
    private static final String FILE = ".topk";

    private static final Map<String, String> LOSSES =
            Map.of("beta", "js", "sym_kd_ratio", "symmetric_kl");

    void check() {
        if (!stage.has("kd_loss", "teacher_logits")) {
            return;
        }
        LOSSES.keySet().stream()
                .sorted()
                .filter(key -> isChanged(key) && !stage.text("kd_loss").equals(LOSSES.get(key)))
                .forEach(key -> problem(key, key + " needs kd_loss: " + LOSSES.get(key)));
        if (stage.has("teacher") && isFile(stage.path("teacher"))) {
            for (String key : new String[] {"teacher_logits", "top_k", "teacher_base_dtype"}) {
                if (isChanged(key)) {
                    problem(key, "%s is decided: teacher is a file".formatted(key));
                }
            }
        } else if (isChanged("top_k") && stage.text("teacher_logits").equals("online")) {
            problem("top_k", "top_k needs teacher_logits: stored");
        }
    }

    /** Whether a teacher was asked before. */
    private static boolean isFile(Path teacher) {
        return Files.isRegularFile(teacher) || teacher.toString().endsWith(FILE);
    }

    private boolean isChanged(String key) {
        return stage.has(key) && !stage.values().get(key).equals(draft.key(key).initial());
    }

    private void problem(String key, String what) {
        problems.add(draft.placeOf(key), what);
    }
}
