package dev.cria.trainer.evaluate;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.StepTotals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of an objective on examples that are not trained on, as of one large step. Nothing is
 * kept for a backward pass, so a batch takes less memory than one of as many tokens in training.
 */
public record HeldoutLoss(Policy policy, Objective objective, List<Batch> batches) {

    /** Before the name of each figure. */
    public static final String PREFIX = "eval_";

    /** The figures by their names, {@code eval_loss} among them. */
    public Map<String, Double> measure() {
        StepTotals totals = StepTotals.of(batches);
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Batch batch : batches) {
            objective
                    .shares(batch, totals, Forward.outputs(policy, batch, objective))
                    .forEach((name, share) -> figures.merge(PREFIX + name, share, Double::sum));
        }
        return figures;
    }
}
