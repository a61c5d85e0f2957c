package dev.cria.recipes.forecast;

import dev.cria.data.batch.DataOrder;
import dev.cria.data.batch.Packer;
import dev.cria.data.batch.Rows;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.BatchShape;
import java.util.Set;

/**
 * The batches of a stage as far as their cost goes.
 *
 * @param largest the one with the most tokens
 * @param mean of all that were looked at
 * @param steps of the stage; 0 where that is not known
 * @param distinctTokens how many different tokens the data has
 * @param basis where this is from, for people
 */
record Batches(BatchShape largest, BatchShape mean, long steps, long distinctTokens, String basis) {

    private static final long MOST_BATCHES = 100_000;

    /** Stages whose rows are a prompt with its answers each. */
    private static final Set<String> SINGLE = Set.of("dpo", "rm", "grpo");

    /** Of the examples of a stage, or, where {@code lengths} is null, of rows that are full. */
    static Batches of(Stage stage, Lengths lengths, int vocabulary, long seed) {
        if (lengths == null || lengths.tokens().length == 0) {
            return full(stage, vocabulary);
        }
        int perBatch = stage.integer("per_device_train_batch_size");
        int batchesPerStep = stage.integer("gradient_accumulation_steps");
        Rows rows = rows(stage, lengths);
        long asked = stage.integer("max_steps");
        long perStep = (long) perBatch * batchesPerStep;
        long epochs =
                Math.max(
                        1,
                        (long) Math.ceil(stage.number("num_train_epochs") * rows.size() / perStep));
        long steps = asked > 0 ? asked : lengths.complete() ? epochs : 0;
        DataOrder order =
                stage.flag("shuffle")
                        ? DataOrder.shuffled(rows.size(), seed)
                        : DataOrder.sequential(rows.size());
        long all = Math.min(MOST_BATCHES, (steps == 0 ? epochs : steps) * batchesPerStep);
        BatchShape largest = new BatchShape(0, 0, 0);
        double tokens = 0;
        double targets = 0;
        double squares = 0;
        for (long i = 0; i < all; i++) {
            BatchShape batch = batch(rows, order.examples(i * perBatch, perBatch), lengths);
            largest = batch.tokens() > largest.tokens() ? batch : largest;
            tokens += batch.tokens();
            targets += batch.targets();
            squares += batch.squares();
        }
        BatchShape mean =
                new BatchShape(Math.round(tokens / all), Math.round(targets / all), squares / all);
        String basis =
                "%s%,d examples tokenised"
                        .formatted(
                                lengths.complete() ? "all " : "the first ",
                                lengths.tokens().length);
        long distinct = lengths.complete() ? lengths.distinctTokens() : vocabulary;
        return new Batches(largest, mean, steps, distinct, basis);
    }

    private static BatchShape batch(Rows rows, int[] chosen, Lengths lengths) {
        long tokens = 0;
        long targets = 0;
        double squares = 0;
        for (int row : chosen) {
            for (int example : rows.row(row)) {
                tokens += lengths.tokens()[example];
                targets += lengths.targets()[example];
                squares += lengths.squares()[example];
            }
        }
        return new BatchShape(tokens, targets, squares);
    }

    private static Rows rows(Stage stage, Lengths lengths) {
        if (SINGLE.contains(stage.type()) || !stage.flag("packing")) {
            return Rows.single(lengths.tokens().length);
        }
        int capacity = stage.integer("max_seq_len");
        return stage.flag("shuffle")
                ? Packer.bestFit(lengths.tokens(), capacity)
                : Packer.inOrder(lengths.tokens(), capacity);
    }

    private static Batches full(Stage stage, int vocabulary) {
        int rows = stage.integer("per_device_train_batch_size");
        BatchShape full = BatchShape.ofRows(rows, stage.integer("max_seq_len"), 1);
        BatchShape batch =
                switch (stage.type()) {
                    case "grpo" -> groups(stage, rows);
                    // The last tokens of two answers, or three.
                    case "rm" -> new BatchShape(full.tokens(), 3L * rows, full.squares());
                    default -> full;
                };
        return new Batches(
                batch,
                batch,
                stage.integer("max_steps"),
                vocabulary,
                "every row full, every token with loss: the data is not here yet");
    }

    /** Prompts that leave no more room than their answers need. */
    private static BatchShape groups(Stage stage, int rows) {
        long length = stage.integer("max_seq_len");
        long answer = stage.integer("max_new_tokens");
        long answers = stage.integer("num_generations") * answer;
        double shared = (double) (length - answer) * (length - answer);
        double squares = stage.integer("num_generations") * ((double) length * length - shared);
        return new BatchShape(
                rows * (length - answer + answers), rows * answers, rows * (shared + squares));
    }
}
