package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.run.MetricsLog;
import dev.cria.recipes.run.Runner;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.estimate.BatchShape;
import dev.cria.trainer.estimate.MatrixClock;
import dev.cria.trainer.estimate.MatrixProduct;
import dev.cria.trainer.estimate.StepProducts;
import dev.cria.trainer.estimate.Tuning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Trains, then times the matrix products of a step alone, in the same process and through the same
 * engine. Prints {@code {"step_s": …, "products_s": …, "flops": …}}.
 */
public final class RooflineRun {

    /** Enough for the head to run at its full speed, and few enough for its memory. */
    private static final int HEAD_ROWS = 512;

    private static final int TIMES = 8;

    private RooflineRun() {}

    /**
     * Runs once.
     *
     * @param arguments recipe, model folder, run folder, steps that are not timed, tokens and
     *     targets of a step, overrides of the recipe...
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[2]);
        List<String> overrides = Arrays.asList(arguments).subList(6, arguments.length);
        Recipe recipe = RecipeReader.read(Path.of(arguments[0]), overrides);
        new Runner(Jobs.all(), new Unseen(), () -> false).run(recipe);
        long warmup = Long.parseLong(arguments[3]);
        double[] steps =
                new MetricsLog(folder.resolve("metrics.jsonl"))
                        .read().stream()
                                .filter(step -> step.path("step").asLong() > warmup)
                                .mapToDouble(RooflineRun::seconds)
                                .toArray();
        List<MatrixProduct> products;
        try (HuggingFaceFolder model = HuggingFaceFolder.open(Path.of(arguments[1]))) {
            long tokens = Long.parseLong(arguments[4]);
            long targets = Long.parseLong(arguments[5]);
            products =
                    StepProducts.of(
                            model.config(),
                            Tuning.full(model.config()),
                            new BatchShape(tokens, targets, 0),
                            0,
                            HEAD_ROWS);
        }
        double alone = 0;
        try (Engine engine = Engine.cpu()) {
            for (MatrixProduct product : products) {
                double seconds =
                        MatrixClock.seconds(engine, product, Math.min(TIMES, product.count()));
                alone += seconds * product.count();
            }
        }
        double flops = products.stream().mapToDouble(MatrixProduct::flops).sum();
        System.out.printf(
                "{\"step_s\": %s, \"products_s\": %s, \"flops\": %s}%n",
                Median.of(steps), alone, flops);
        System.exit(0);
    }

    private static double seconds(JsonNode step) {
        return step.path("seconds").asDouble();
    }
}
