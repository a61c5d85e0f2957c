package dev.cria.recipes.preview;

import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.loop.BatchPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of the first steps, taken where the plan of training lays them into batches. */
record DrawnRows<T>(Recipe recipe, Stage stage, TrainingData<T> data) {

    List<ShownRow> first(int count, BatchParts parts, Map<String, String> facts) {
        List<T> drawn = new ArrayList<>();
        BatchPlan plan = data.watched(drawn::addAll).plan(recipe, stage, facts);
        List<ShownRow> shown = new ArrayList<>();
        for (long step = 1; step <= plan.totalSteps() && shown.size() < count; step++) {
            drawn.clear();
            plan.batches(step);
            int most = Math.min(drawn.size(), count - shown.size());
            for (int i = 0; i < most; i++) {
                shown.add(
                        new ShownRow(
                                "step %d, row %d".formatted(step, i + 1),
                                stage.integer("max_seq_len"),
                                parts.of(data.toBatch().apply(List.of(drawn.get(i))))));
            }
        }
        return shown;
    }
}
