package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.CHOICE_OR_INPUT;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.TEXTS;

import java.util.List;
import java.util.stream.Stream;

/** Keys about optimisation: sections dpo, train, guard, eval and checkpoint. */
final class TrainKeys {

    /** Looks while training, and what is continued at each. */
    static final List<Key> SAMPLING =
            List.of(
                    eval(
                            "eval_steps",
                            INTEGER,
                            0,
                            "steps between two looks at data.heldout; 0: none"),
                    eval("sample_prompts", TEXTS, List.of(), "texts to continue at each look"),
                    eval("sample_max_new_tokens", INTEGER, 64, "tokens of each, at most")
                            .between(1, 1 << 20));

    /** Checkpoints. */
    static final List<Key> SAVING =
            List.of(
                    saving(
                            "save_steps",
                            INTEGER,
                            0,
                            "steps between two checkpoints; 0: one at the end"),
                    saving(
                                    "save_seconds",
                                    NUMBER,
                                    0.0,
                                    "seconds without a checkpoint; 0: by steps only")
                            .between(0, 1e9),
                    saving("save_total_limit", INTEGER, 2, "how many checkpoints are kept")
                            .between(2, 1_000_000),
                    saving(
                            "async_save",
                            FLAG,
                            true,
                            "training stops for a copy in memory only; false: until it is written"),
                    saving(
                                    "when_busy",
                                    CHOICE,
                                    "wait",
                                    "what becomes of a checkpoint that is due while another is written")
                            .oneOf("wait", "skip"),
                    saving(
                                    "resume",
                                    CHOICE_OR_INPUT,
                                    "auto",
                                    "never: begin a stage again; a checkpoint's folder: begin from that")
                            .oneOf("auto", "never"));

    /** What is done about spikes of the loss, and about steps that are not finite. */
    static final List<Key> GUARDING =
            List.of(
                    guard("spike_action", CHOICE, "none", "what is done when the loss leaps up")
                            .oneOf("none", "stop", "skip", "rollback"),
                    guard("spike_window", INTEGER, 64, "losses that a loss is compared with")
                            .between(4, 100_000),
                    guard(
                                    "spike_threshold",
                                    NUMBER,
                                    8.0,
                                    "robust deviations above their median that are a leap")
                            .between(0.1, 1e6),
                    guard(
                                    "max_rollbacks",
                                    INTEGER,
                                    3,
                                    "after as many rollbacks, the next one ends the run")
                            .between(1, 10_000),
                    guard("spike_skip_steps", INTEGER, 1, "steps that a rollback leaves out")
                            .between(1, 10_000),
                    guard(
                                    "nonfinite_action",
                                    CHOICE,
                                    "stop",
                                    "what is done where loss, gradients or moments are not finite")
                            .oneOf("stop", "skip", "rollback"),
                    guard(
                                    "nonfinite_max_skips",
                                    INTEGER,
                                    3,
                                    "updates left out in a row; the next such step ends the run")
                            .between(1, 10_000));

    private TrainKeys() {}

    /** Looking at held-out data while training; {@code metrics} are what can be the best. */
    static List<Key> evaluating(String... metrics) {
        return Stream.concat(
                        SAMPLING.stream(),
                        Stream.of(
                                eval(
                                                "metric_for_best_model",
                                                CHOICE,
                                                "eval_loss",
                                                "says which step is the best")
                                        .oneOf(metrics),
                                eval(
                                        "load_best_model_at_end",
                                        FLAG,
                                        false,
                                        "end with the weights of the best step"),
                                eval(
                                        "early_stopping_patience",
                                        INTEGER,
                                        0,
                                        "looks without gain after which training ends; 0: never"),
                                eval(
                                                "early_stopping_threshold",
                                                NUMBER,
                                                0.0,
                                                "a gain that counts is more than this")
                                        .between(0, 1e9)))
                .toList();
    }

    /** The same of a stage that generates no texts. */
    static List<Key> measuring(String... metrics) {
        return evaluating(metrics).stream()
                .filter(key -> !key.name().startsWith("sample_"))
                .toList();
    }

    /** The section train; each kind of stage has a learning rate of its own. */
    static List<Key> train(double learningRate) {
        return List.of(
                train("max_steps", INTEGER, 0, "optimizer steps; 0: by num_train_epochs"),
                train("num_train_epochs", NUMBER, 1.0, "times over the data; max_steps goes first")
                        .between(0, 1e6),
                train("per_device_train_batch_size", INTEGER, 4, "rows in a batch")
                        .between(1, 1_000_000),
                train("gradient_accumulation_steps", INTEGER, 1, "batches in a step")
                        .between(1, 1_000_000),
                train("learning_rate", NUMBER, learningRate, "the highest learning rate")
                        .between(0, 1),
                train(
                                "min_lr_ratio",
                                NUMBER,
                                0.0,
                                "the lowest learning rate, as a share of the highest")
                        .between(0, 1),
                train("lr_scheduler_type", CHOICE, "cosine", "how the learning rate falls")
                        .oneOf("constant", "linear", "cosine", "warmup_stable_decay"),
                train(
                                "lr_decay_ratio",
                                NUMBER,
                                0.1,
                                "share of the steps in which warmup_stable_decay falls")
                        .between(0, 1),
                train(
                                "lr_decay_type",
                                CHOICE,
                                "linear",
                                "the line in which warmup_stable_decay falls")
                        .oneOf("linear", "cosine", "1-sqrt"),
                train("warmup_steps", INTEGER, 0, "steps in which the learning rate rises"),
                train("warmup_ratio", NUMBER, 0.0, "warmup_steps as a share of all steps")
                        .between(0, 1),
                train("optim", CHOICE, "adamw", "adamw_8bit: moments of a byte each, not four")
                        .oneOf("adamw", "adamw_8bit"),
                train("weight_decay", NUMBER, 0.0, "decoupled weight decay; not of norms")
                        .between(0, 1),
                train("adam_beta1", NUMBER, 0.9, "how slowly AdamW's mean of gradients forgets")
                        .between(0, 0.999999),
                train("adam_beta2", NUMBER, 0.999, "how slowly AdamW's mean of squares forgets")
                        .between(0, 0.999999),
                train("adam_epsilon", NUMBER, 1e-8, "added to the root of AdamW's mean of squares")
                        .between(1e-20, 1),
                train("ema_decay", NUMBER, 0.0, "keep a moving average and end with it; 0: none")
                        .between(0, 0.999999999),
                train(
                                "average_last_checkpoints",
                                INTEGER,
                                0,
                                "end with the mean of so many; 0: with the last weights")
                        .between(0, 1000),
                train("max_grad_norm", NUMBER, 1.0, "gradients are clipped to it; 0: never")
                        .between(0, 1e9),
                train("activation_checkpointing", FLAG, false, "less memory, each layer run twice"),
                train(
                        "activation_offload",
                        FLAG,
                        false,
                        "less memory: activations wait in a file of the run (CPU) or in the machine's memory (CUDA)"),
                train(
                        "optimizer_in_backward",
                        FLAG,
                        false,
                        "less memory: gradients of a layer at a time; needs max_grad_norm: 0"),
                train(
                                "checkpoint_every_layers",
                                INTEGER,
                                1,
                                "with activation_checkpointing: 1 of so many layers is run twice")
                        .between(1, 1000));
    }

    private static Key guard(String name, Kind kind, Object initial, String documentation) {
        return Key.of("guard", name, kind, initial, documentation);
    }

    private static Key eval(String name, Kind kind, Object initial, String documentation) {
        return Key.of("eval", name, kind, initial, documentation);
    }

    private static Key saving(String name, Kind kind, Object initial, String documentation) {
        return Key.of("checkpoint", name, kind, initial, documentation);
    }

    private static Key train(String name, Kind kind, Object initial, String documentation) {
        return Key.of("train", name, kind, initial, documentation);
    }
}
