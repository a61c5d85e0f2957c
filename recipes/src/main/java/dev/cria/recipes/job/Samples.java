package dev.cria.recipes.job;

import dev.cria.recipes.run.SamplesLog;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.StepHook;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Lets the model continue a few prompts while it is trained.
 *
 * @param continuation what the model as it is makes of a prompt
 */
record Samples(
        SamplesLog log,
        List<String> prompts,
        Predicate<FinishedStep> due,
        UnaryOperator<String> continuation)
        implements StepHook {

    @Override
    public void after(FinishedStep step) {
        if (due.test(step)) {
            for (String prompt : prompts) {
                log.append(
                        step.metrics().stage(), step.number(), prompt, continuation.apply(prompt));
            }
        }
    }
}
