package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.DataOrder;
import dev.cria.data.batch.Mix;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loop.BatchPlan;
import dev.cria.trainer.loop.MixPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a stage learns from.
 *
 * @param sources data sets that are gone through each for itself
 * @param mix share of the tokens of each source; 0 for those that only the end of the stage uses
 * @param annealing the same for the last steps; null where nothing changes
 * @param toBatch lays rows into a batch
 */
public record TrainingData<T>(
        List<Source<T>> sources,
        double[] mix,
        double[] annealing,
        Function<List<T>, Batch> toBatch) {

    /**
     * Rows of one or more data sets.
     *
     * @param tokens of all rows
     */
    record Source<T>(String name, List<T> rows, long tokens) {

        double tokensPerRow() {
            return (double) tokens / rows.size();
        }
    }

    /** All rows of all sources. */
    public List<T> rows() {
        return JoinedList.of(sources.stream().map(Source::rows).toList());
    }

    /** The same; whoever watches is shown the rows of each batch that is laid out. */
    public TrainingData<T> watched(Consumer<List<T>> watcher) {
        return new TrainingData<>(
                sources,
                mix,
                annealing,
                rows -> {
                    watcher.accept(rows);
                    return toBatch.apply(rows);
                });
    }

    /** The batches of every step, by the keys of the stage; the facts say what is drawn. */
    public BatchPlan plan(StageContext context, Map<String, String> facts) {
        return plan(context.recipe(), context.stage(), facts);
    }

    /** The same of a stage that does not run. */
    public BatchPlan plan(Recipe recipe, Stage stage, Map<String, String> facts) {
        int perBatch = stage.integer("per_device_train_batch_size");
        int batches = stage.integer("gradient_accumulation_steps");
        long perStep = (long) perBatch * batches;
        long rows = totalRows(stage, perStep);
        long steps = (rows + perStep - 1) / perStep;
        List<Mix.Shares> shares = new ArrayList<>();
        shares.add(new Mix.Shares(0, shareOfRows(mix)));
        if (annealing != null) {
            long last = annealSteps(stage, steps);
            shares.add(new Mix.Shares((steps - last) * perStep, shareOfRows(annealing)));
            facts.put("annealing", "the last %d of %d steps".formatted(last, steps));
        }
        List<DataOrder> orders = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            orders.add(order(recipe, stage, i));
        }
        Mix drawn = new Mix(orders, shares);
        if (sources.size() > 1) {
            describe(drawn, rows, facts);
        }
        List<List<T>> all = sources.stream().map(Source::rows).toList();
        return new MixPlan<>(all, drawn, toBatch, perBatch, batches, rows);
    }

    private long totalRows(Stage stage, long perStep) {
        if (stage.integer("max_steps") > 0) {
            return stage.integer("max_steps") * perStep;
        }
        long once = 0;
        for (int i = 0; i < sources.size(); i++) {
            once += mix[i] > 0 ? sources.get(i).rows().size() : 0;
        }
        return Math.max(1, (long) Math.ceil(stage.number("num_train_epochs") * once));
    }

    private static long annealSteps(Stage stage, long steps) {
        long last = stage.integer("anneal_steps");
        if (last == 0) {
            last = Math.max(1, Math.round(stage.number("anneal_ratio") * steps));
        }
        if (last >= steps) {
            throw new UserException(
                    "stage %s: anneal_steps: %d of %d steps leave nothing for data.datasets; lower it"
                            .formatted(stage.name(), last, steps));
        }
        return last;
    }

    /** Sources with long rows are drawn less often for the same share of the tokens. */
    private double[] shareOfRows(double[] shareOfTokens) {
        double[] shares = new double[shareOfTokens.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = shareOfTokens[i] / sources.get(i).tokensPerRow();
        }
        return shares;
    }

    private DataOrder order(Recipe recipe, Stage stage, int source) {
        int rows = sources.get(source).rows().size();
        if (!stage.flag("shuffle")) {
            return DataOrder.sequential(rows);
        }
        String purpose = source == 0 ? "order" : "order " + source;
        return DataOrder.shuffled(rows, TrainingSeeds.of(recipe, stage, purpose));
    }

    private void describe(Mix drawn, long rows, Map<String, String> facts) {
        double[] tokens = new double[sources.size()];
        double all = 0;
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = drawn.taken(i, rows) * sources.get(i).tokensPerRow();
            all += tokens[i];
        }
        for (int i = 0; i < tokens.length; i++) {
            Source<T> source = sources.get(i);
            facts.put(
                    "mix " + source.name(),
                    String.format(
                            Locale.ROOT,
                            "%.1f%% of the tokens, %d rows, %.2f epochs",
                            100 * tokens[i] / all,
                            drawn.taken(i, rows),
                            (double) drawn.taken(i, rows) / source.rows().size()));
        }
    }
}
