package dev.cria.recipes.job.training;

import dev.cria.recipes.run.SamplesLog;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.StepHook;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Lets the model continue a few prompts while it is trained.
 *
 * @param continuations what the model as it is makes of the prompts
 */
record Samples(
        SamplesLog log,
        List<String> prompts,
        Predicate<FinishedStep> due,
        UnaryOperator<List<String>> continuations)
        implements StepHook {

    @Override
    public void after(FinishedStep step) {
        if (due.test(step)) {
            List<String> texts = continuations.apply(prompts);
            for (int i = 0; i < prompts.size(); i++) {
                log.append(step.metrics().stage(), step.number(), prompts.get(i), texts.get(i));
            }
        }
    }
}
