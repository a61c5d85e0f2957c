package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.DataOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Batches of rows in the order of the epochs.
 *
 * @param rows what is shuffled: a packed row, or a preference pair
 * @param toBatch lays rows into a batch
 * @param order the order of the rows in each epoch
 */
public record EpochPlan<T>(
        List<T> rows,
        Function<List<T>, Batch> toBatch,
        DataOrder order,
        int rowsPerBatch,
        int batchesPerStep,
        long totalSteps)
        implements BatchPlan {

    /** The number of steps that {@code epochs} times over {@code rows} rows take, at least 1. */
    public static long steps(double epochs, int rows, int rowsPerBatch, int batchesPerStep) {
        double perStep = (double) rowsPerBatch * batchesPerStep;
        return Math.max(1, (long) Math.ceil(epochs * rows / perStep));
    }

    @Override
    public List<Batch> batches(long step) {
        List<Batch> batches = new ArrayList<>();
        long cursor = (step - 1) * rowsPerBatch * batchesPerStep;
        for (int i = 0; i < batchesPerStep; i++) {
            int[] indices = order.examples(cursor + (long) i * rowsPerBatch, rowsPerBatch);
            batches.add(toBatch.apply(Arrays.stream(indices).mapToObj(rows::get).toList()));
        }
        return batches;
    }
}
