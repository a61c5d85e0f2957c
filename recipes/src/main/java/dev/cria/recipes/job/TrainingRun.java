package dev.cria.recipes.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.DataOrder;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.InterruptedRun;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loop.EpochPlan;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loop.TrainingCheckpoints;
import dev.cria.trainer.loop.TrainingLoop;
import dev.cria.trainer.loop.TrainingStep;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What pretraining, fine-tuning and preference optimisation have in common: from the keys of the
 * sections data, train and checkpoint to a loop that goes on from its newest checkpoint.
 */
record TrainingRun(StageContext context, Policy policy, Objective objective) {

    /** Trains over rows; the facts say how it went. */
    <T> Map<String, String> over(
            List<T> rows, Function<List<T>, Batch> toBatch, Map<String, String> facts) {
        Stage stage = context.stage();
        EpochPlan<T> plan = plan(rows, toBatch);
        if (stage.text("resume").equals("never")) {
            deleteCheckpoints();
        }
        try (Optimizer optimizer = new Optimisation(stage).optimizer(policy)) {
            TrainingCheckpoints checkpoints =
                    new TrainingCheckpoints(
                            new CheckpointStore(
                                    context.checkpoints(), stage.integer("save_total_limit")),
                            policy.parameters(),
                            optimizer,
                            stage.integer("save_steps"));
            long done = checkpoints.restore();
            context.metrics().cutAfter(stage.name(), done);
            if (done > 0) {
                facts.put("continued from step", Long.toString(done));
            }
            TrainingLoop loop =
                    new TrainingLoop(
                            stage.name(),
                            step(optimizer, plan.totalSteps()),
                            plan,
                            List.of(this::report, this::stopIfAsked, checkpoints));
            long last = loop.run(done);
            if (last < plan.totalSteps()) {
                throw new InterruptedRun(
                        "stopped after step %d of %d of stage %s; a checkpoint is saved, the same command continues"
                                .formatted(last, plan.totalSteps(), stage.name()));
            }
        }
        summarise(context.metrics().of(stage.name()), facts);
        return facts;
    }

    private <T> EpochPlan<T> plan(List<T> rows, Function<List<T>, Batch> toBatch) {
        Stage stage = context.stage();
        int perBatch = stage.integer("per_device_train_batch_size");
        int batches = stage.integer("gradient_accumulation_steps");
        long maxSteps = stage.integer("max_steps");
        long steps =
                maxSteps > 0
                        ? maxSteps
                        : EpochPlan.steps(
                                stage.number("num_train_epochs"), rows.size(), perBatch, batches);
        DataOrder order =
                stage.flag("shuffle")
                        ? DataOrder.shuffled(rows.size(), seed("order"))
                        : DataOrder.sequential(rows.size());
        return new EpochPlan<>(rows, toBatch, order, perBatch, batches, steps);
    }

    private TrainingStep step(Optimizer optimizer, long totalSteps) {
        Stage stage = context.stage();
        return new TrainingStep(
                policy,
                objective,
                optimizer,
                new Optimisation(stage).learningRate(totalSteps),
                stage.number("max_grad_norm"),
                activations(stage));
    }

    private static ActivationMemory activations(Stage stage) {
        boolean on = stage.flag("activation_checkpointing");
        return new ActivationMemory(on ? stage.integer("checkpoint_every_layers") : 0);
    }

    private void report(FinishedStep finished) {
        StepMetrics step = finished.metrics();
        context.metrics().append(step);
        String note =
                String.format(
                        Locale.ROOT, "loss %.3f  %.0f tok/s", step.loss(), step.tokensPerSecond());
        context.progress().at(step.step(), step.totalSteps(), note);
    }

    private void stopIfAsked(FinishedStep step) {
        if (context.stop().getAsBoolean()) {
            step.end();
        }
    }

    private void deleteCheckpoints() {
        try {
            Storage.disk().delete(context.checkpoints());
        } catch (IOException e) {
            throw new UserException(context.checkpoints() + ": cannot be deleted: " + e, e);
        }
    }

    /** All steps of the stage count, those before an interruption too. */
    private static void summarise(List<JsonNode> steps, Map<String, String> facts) {
        if (steps.isEmpty()) {
            return;
        }
        long tokens = steps.stream().mapToLong(step -> step.path("tokens").asLong()).sum();
        double seconds = steps.stream().mapToDouble(step -> step.path("seconds").asDouble()).sum();
        List<JsonNode> end = steps.subList(Math.max(0, steps.size() - 10), steps.size());
        facts.put("steps", Integer.toString(steps.size()));
        facts.put("tokens", Long.toString(tokens));
        facts.put("tokens per second", String.format(Locale.ROOT, "%.0f", tokens / seconds));
        facts.put("loss, first step", number(steps.get(0).path("loss").asDouble()));
        facts.put(
                "loss, mean of the last steps",
                number(
                        end.stream()
                                .mapToDouble(s -> s.path("loss").asDouble())
                                .average()
                                .orElse(0)));
    }

    /** A seed of its own for each purpose. */
    private long seed(String purpose) {
        return seed(context.recipe(), context.stage(), purpose);
    }

    static long seed(Recipe recipe, Stage stage, String purpose) {
        long mixed = recipe.seed() * 0x9E3779B97F4A7C15L;
        return mixed ^ ((long) (stage.name() + "/" + purpose).hashCode() << 16);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
