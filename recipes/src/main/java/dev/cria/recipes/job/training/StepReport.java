package dev.cria.recipes.job.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.run.EffectiveTime;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.FreeMemory;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.StepHook;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loop.TrainingLoop;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes every step down and shows how far the stage is. */
final class StepReport implements StepHook {

    /** The figure of the share of the time so far that went into steps that count. */
    private static final String GOODPUT = "goodput";

    /** The figure of the memory that the process holds, in MiB. */
    private static final String MEMORY = "memory_mib";

    private final StageContext context;
    private String evaluated = "";
    private EffectiveTime before;
    private long began;
    private double useful;

    StepReport(StageContext context) {
        this.context = context;
    }

    /** Called before the first step that is run. */
    void begin(long done, long total) {
        String stage = context.stage().name();
        List<JsonNode> lost =
                context.metrics().of(stage).stream()
                        .filter(s -> s.path("step").asLong() > done)
                        .toList();
        cutAfter(done);
        context.attempt().resume(stage, done, lost.size(), seconds(lost));
        countTime();
        context.progress().at(done, total, "");
    }

    private void countTime() {
        String stage = context.stage().name();
        useful =
                seconds(
                        context.metrics().of(stage).stream()
                                .filter(s -> !s.has(TrainingLoop.SKIPPED))
                                .toList());
        before = context.attempt().effectiveTime(stage, useful);
        began = System.nanoTime();
    }

    private static double seconds(List<JsonNode> steps) {
        return steps.stream().mapToDouble(step -> step.path("seconds").asDouble()).sum();
    }

    @Override
    public void after(FinishedStep finished) {
        StepMetrics step = finished.metrics();
        context.attempt().pulse().beat();
        if (finished.applied()) {
            context.attempt().pulse().step(step.seconds());
            useful += step.seconds();
        }
        double wall = before.wall() + (System.nanoTime() - began) / 1e9;
        step.extras().put(GOODPUT, Math.min(1, useful / wall));
        long memory = FreeMemory.resident();
        if (memory > 0) {
            step.extras().put(MEMORY, (double) (memory >> 20));
        }
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
        countTime();
    }

    /** Adds how much of the stage's time counts, and what was lost. */
    void describeTime(Map<String, String> facts) {
        EffectiveTime time = context.attempt().effectiveTime(context.stage().name(), useful);
        facts.put("effective training time", time.describe());
        if (!time.interruptions().isEmpty()) {
            facts.put("interruptions", time.describeInterruptions());
        }
    }

    private void cutAfter(long step) {
        context.metrics().cutAfter(context.stage().name(), step);
        context.samples().cutAfter(context.stage().name(), step);
    }
}
