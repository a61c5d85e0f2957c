package dev.cria.recipes.job.training;

import dev.cria.data.batch.Batch;
import dev.cria.recipes.run.Pulse;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import dev.cria.trainer.pass.Teaching;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An objective that shows with every batch that the run lives, in training and evaluation. */
record BeatingObjective(Objective objective, Pulse pulse) implements Objective {

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        pulse.beat();
        return objective.weights(batch, totals, logProbs);
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        pulse.beat();
        return objective.shares(batch, totals, logProbs);
    }

    @Override
    public Optional<Teaching> teaching() {
        return objective.teaching();
    }
}
