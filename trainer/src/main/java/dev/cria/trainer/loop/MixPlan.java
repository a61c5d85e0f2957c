package dev.cria.trainer.loop;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Batches of rows as a mix draws them. How a step is cut into batches does not change which rows it
 * takes.
 *
 * @param sources the rows of each source of the mix: packed rows, or preference pairs
 * @param toBatch lays rows into a batch
 * @param totalRows rows of the whole run; the last step may have fewer than the others
 */
public record MixPlan<T>(
        List<List<T>> sources,
        Mix mix,
        Function<List<T>, Batch> toBatch,
        int rowsPerBatch,
        int batchesPerStep,
        long totalRows)
        implements BatchPlan {

    @Override
    public long totalSteps() {
        return (totalRows + rowsPerStep() - 1) / rowsPerStep();
    }

    @Override
    public List<Batch> batches(long step) {
        List<Batch> batches = new ArrayList<>();
        long end = Math.min(totalRows, step * rowsPerStep());
        for (long draw = (step - 1) * rowsPerStep(); draw < end; draw += rowsPerBatch) {
            batches.add(toBatch.apply(rows(draw, Math.min(end, draw + rowsPerBatch))));
        }
        return batches;
    }

    private List<T> rows(long from, long to) {
        List<T> rows = new ArrayList<>();
        for (long draw = from; draw < to; draw++) {
            Mix.Draw drawn = mix.at(draw);
            rows.add(sources.get(drawn.source()).get(drawn.row()));
        }
        return rows;
    }

    private long rowsPerStep() {
        return (long) rowsPerBatch * batchesPerStep;
    }
}
