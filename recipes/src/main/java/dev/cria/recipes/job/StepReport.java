package dev.cria.recipes.job;

import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.StepHook;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loop.TrainingLoop;
import java.util.Locale;

/** Writes every step down and shows how far the stage is. */
final class StepReport implements StepHook {

    private final StageContext context;
    private String evaluated = "";

    StepReport(StageContext context) {
        this.context = context;
    }

    /** Called before the first step that is run. */
    void begin(long done, long total) {
        cutAfter(done);
        context.progress().at(done, total, "");
    }

    @Override
    public void after(FinishedStep finished) {
        StepMetrics step = finished.metrics();
        context.metrics().append(step);
        Double loss = step.extras().get("eval_loss");
        if (loss != null) {
            evaluated = String.format(Locale.ROOT, "  eval %.3f", loss);
        }
        context.progress().at(step.step(), step.totalSteps(), note(step) + evaluated);
    }

    private static String note(StepMetrics step) {
        return step.extras().containsKey(TrainingLoop.SKIPPED)
                ? "left out"
                : String.format(
                        Locale.ROOT, "loss %.3f  %.0f tok/s", step.loss(), step.tokensPerSecond());
    }

    @Override
    public void rolledBack(FinishedStep spike, long back) {
        cutAfter(back);
    }

    private void cutAfter(long step) {
        context.metrics().cutAfter(context.stage().name(), step);
        context.samples().cutAfter(context.stage().name(), step);
    }
}
