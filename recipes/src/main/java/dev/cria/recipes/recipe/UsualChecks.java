package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values that are possible and far from what works for others, as warnings. What is usual is in
 * {@link UsualValues}; the bounds leave room for tiny models and for experiments.
 */
record UsualChecks(Draft draft, Stage stage, List<String> warnings) {

    /** How far from the usual a learning rate must be to be told. */
    private static final double FAR = 100;

    private static final int LARGE_RANK = 512;
    private static final int MANY_EPOCHS = 20;
    private static final int MANY_ROWS = 4096;

    private static final Set<String> ADAPTERS = Set.of("lora", "qlora");

    /** Usual learning rates: {least, largest} with all weights, and with an adapter. */
    private static final Map<String, double[][]> RATES =
            Map.of(
                    "pretrain", new double[][] {{1e-4, 1e-3}, {1e-4, 1e-3}},
                    "sft", new double[][] {{1e-5, 2e-5}, {1e-4, 3e-4}},
                    "distill", new double[][] {{1e-5, 2e-5}, {1e-4, 3e-4}},
                    "rm", new double[][] {{5e-6, 2e-5}, {1e-4, 3e-4}},
                    "dpo", new double[][] {{5e-7, 1e-6}, {1e-6, 1e-5}},
                    "grpo", new double[][] {{5e-7, 1e-6}, {1e-6, 1e-5}},
                    "ppo", new double[][] {{5e-7, 1e-6}, {1e-6, 1e-5}});

    void check() {
        learningRate();
        adapter();
        length();
        rows();
        preference();
        data();
        looks();
    }

    private void learningRate() {
        double[][] rates = RATES.get(stage.type());
        if (rates == null || !stage.has("learning_rate")) {
            return;
        }
        double[] usual = rates[adapts() ? 1 : 0];
        double rate = stage.number("learning_rate");
        boolean high = rate >= FAR * usual[1];
        if (high || rate <= usual[0] / FAR) {
            warn(
                    "learning_rate",
                    "learning_rate %s is %s; %s"
                            .formatted(
                                    show(rate),
                                    rate == 0
                                            ? "0: nothing is learnt"
                                            : high
                                                    ? "%.0f times what is usual here, and training will likely diverge"
                                                            .formatted(rate / usual[1])
                                                    : "%.0f times below what is usual here, and little will be learnt"
                                                            .formatted(usual[0] / rate),
                                    usualIs(show(usual[0]) + " to " + show(usual[1]))));
        }
    }

    private void adapter() {
        if (!adapts() || !stage.has("lora_rank", "lora_alpha", "lora_dropout", "use_rslora")) {
            return;
        }
        int rank = stage.integer("lora_rank");
        double alpha = stage.number("lora_alpha");
        if (rank > LARGE_RANK) {
            warn(
                    "lora_rank",
                    "lora_rank %d is nearly the whole model: finetuning_type: full costs less then; %s"
                            .formatted(rank, usual("lora_rank")));
        }
        boolean odd = alpha / rank > 8 || alpha / rank < 0.25;
        if (odd && !stage.flag("use_rslora")) {
            warn(
                    "lora_alpha",
                    "lora_alpha %s with lora_rank %d scales the adapter by %s; %s"
                            .formatted(
                                    Numbers.show(alpha),
                                    rank,
                                    Numbers.show(Math.round(1000 * alpha / rank) / 1000.0),
                                    usual("lora_alpha")));
        }
        if (stage.number("lora_dropout") > 0.5) {
            warn(
                    "lora_dropout",
                    "lora_dropout %s leaves most of the inputs out; %s"
                            .formatted(
                                    Numbers.show(stage.number("lora_dropout")),
                                    usual("lora_dropout")));
        }
    }

    private void length() {
        if (!stage.has("warmup_ratio", "warmup_steps", "max_steps", "num_train_epochs")) {
            return;
        }
        int steps = stage.integer("max_steps");
        if (stage.number("warmup_ratio") > 0.5) {
            warn(
                    "warmup_ratio",
                    "warmup_ratio %s: the rate rises for most of the training; %s"
                            .formatted(
                                    Numbers.show(stage.number("warmup_ratio")),
                                    usual("warmup_ratio")));
        }
        if (steps == 0 && stage.number("num_train_epochs") > MANY_EPOCHS) {
            warn(
                    "num_train_epochs",
                    "num_train_epochs %s: the data will be known by heart; %s"
                            .formatted(
                                    Numbers.show(stage.number("num_train_epochs")),
                                    usual("num_train_epochs")));
        }
    }

    private void rows() {
        if (!stage.has("per_device_train_batch_size", "gradient_accumulation_steps")) {
            return;
        }
        long rows =
                (long) stage.integer("per_device_train_batch_size")
                        * stage.integer("gradient_accumulation_steps");
        boolean packs = stage.has("packing") && stage.flag("packing");
        if (rows > MANY_ROWS && !stage.type().equals("pretrain")) {
            warn(
                    "per_device_train_batch_size",
                    "%d rows a step are very many, so there will be few steps; %s"
                            .formatted(rows, usual("per_device_train_batch_size")));
        }
        if (rows == 1 && !packs && !Set.of("grpo", "ppo").contains(stage.type())) {
            warn(
                    "per_device_train_batch_size",
                    "a step learns from a single row, so the gradients are noise mostly; raise gradient_accumulation_steps; %s"
                            .formatted(usual("per_device_train_batch_size")));
        }
    }

    private void preference() {
        if (!stage.type().equals("dpo") || !stage.has("beta", "loss")) {
            return;
        }
        double beta = stage.number("beta");
        boolean margins = stage.text("loss").equals("simpo");
        double least = margins ? 0.5 : 0.01;
        double largest = margins ? 20 : 1;
        if (beta < least || beta > largest) {
            warn(
                    "beta",
                    "beta %s is outside of %s to %s, %s; %s"
                            .formatted(
                                    show(beta),
                                    Numbers.show(least),
                                    Numbers.show(largest),
                                    beta < least
                                            ? "so hardly anything holds the model near its start"
                                            : "so the model will hardly move",
                                    usual("beta")));
        }
    }

    private void data() {
        if (!stage.has("datasets", "heldout")) {
            return;
        }
        Set<String> trained = new HashSet<>(paths("datasets"));
        for (String path : paths("heldout")) {
            if (trained.contains(path)) {
                warn(
                        "heldout",
                        "heldout is the training data itself (%s), so it will not show what is learnt by heart; name rows that are not trained on"
                                .formatted(path));
            }
        }
    }

    private void looks() {
        if (stage.has("eval_steps", "max_steps")
                && stage.integer("max_steps") > 0
                && stage.integer("eval_steps") > stage.integer("max_steps")) {
            warn(
                    "eval_steps",
                    "eval_steps %d is beyond max_steps %d, so it never looks; lower it"
                            .formatted(stage.integer("eval_steps"), stage.integer("max_steps")));
        }
    }

    private List<String> paths(String key) {
        List<String> paths = new ArrayList<>();
        stage.datasets(key).forEach(dataset -> paths.addAll(dataset.paths()));
        return paths;
    }

    private boolean adapts() {
        return stage.has("finetuning_type") && ADAPTERS.contains(stage.text("finetuning_type"));
    }

    /** What others set, and where that is from. */
    private static String usual(String key) {
        return usualIs(UsualValues.of(key).orElseThrow());
    }

    private static String usualIs(String values) {
        return "usual: %s (%s)".formatted(values, UsualValues.SOURCE);
    }

    /** As recipes write it: 1e-4, not 1.0E-4. */
    private static String show(double value) {
        return Numbers.show(value).replace(".0E", "e").replace("E", "e");
    }

    private void warn(String key, String what) {
        warnings.add("%s: %s".formatted(draft.placeOf(key), what));
    }
}
