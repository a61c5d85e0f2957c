package dev.cria.recipes.job.training;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.loop.SpikeGuard;
import dev.cria.trainer.optim.AdamW;
import dev.cria.trainer.optim.AdamW8bit;
import dev.cria.trainer.optim.LearningRate;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.optim.Schedule;
import dev.cria.trainer.optim.WarmupStableDecay;
import dev.cria.trainer.pass.Policy;
import java.util.Locale;

/** From the keys of sections {@code train} and {@code guard} to what updates parameters. */
record Optimisation(Stage stage) {

    Optimizer optimizer(Policy policy) {
        AdamW.Settings settings =
                new AdamW.Settings(
                        stage.number("adam_beta1"),
                        stage.number("adam_beta2"),
                        stage.number("adam_epsilon"),
                        stage.number("weight_decay"));
        return stage.text("optim").equals("adamw_8bit")
                ? new AdamW8bit(settings, policy.engine(), policy.parameters())
                : new AdamW(settings, policy.engine(), policy.parameters());
    }

    LearningRate learningRate(long totalSteps) {
        String type = stage.text("lr_scheduler_type");
        double peak = stage.number("learning_rate");
        double floor = stage.number("min_lr_ratio");
        long warmup = warmup(totalSteps);
        if (!type.equals("warmup_stable_decay")) {
            Schedule.Kind kind = Schedule.Kind.valueOf(type.toUpperCase(Locale.ROOT));
            return new Schedule(kind, peak, warmup, totalSteps, floor);
        }
        long decay = (long) Math.ceil(stage.number("lr_decay_ratio") * totalSteps);
        if (warmup + decay > totalSteps) {
            throw new UserException(
                    "stage %s: a warm-up of %d steps and a decay of %d (lr_decay_ratio) exceed the %d steps of the run; shorten one of them"
                            .formatted(stage.name(), warmup, decay, totalSteps));
        }
        return new WarmupStableDecay(form(), peak, warmup, decay, totalSteps, floor);
    }

    /** What decides whether a step counts, by the keys of section {@code guard}. */
    SpikeGuard guard() {
        return new SpikeGuard(
                new SpikeGuard.Settings(
                        SpikeGuard.Action.valueOf(
                                stage.text("spike_action").toUpperCase(Locale.ROOT)),
                        stage.integer("spike_window"),
                        stage.number("spike_threshold"),
                        stage.integer("max_rollbacks"),
                        stage.integer("spike_skip_steps"),
                        SpikeGuard.Action.valueOf(
                                stage.text("nonfinite_action").toUpperCase(Locale.ROOT)),
                        stage.integer("nonfinite_max_skips")));
    }

    private WarmupStableDecay.Form form() {
        return switch (stage.text("lr_decay_type")) {
            case "linear" -> WarmupStableDecay.Form.LINEAR;
            case "cosine" -> WarmupStableDecay.Form.COSINE;
            default -> WarmupStableDecay.Form.ONE_MINUS_SQRT;
        };
    }

    /** A share of the steps is rounded up, as transformers does. */
    private long warmup(long totalSteps) {
        double ratio = stage.number("warmup_ratio");
        return ratio > 0 ? (long) Math.ceil(ratio * totalSteps) : stage.integer("warmup_steps");
    }
}
