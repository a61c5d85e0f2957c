package dev.cria.trainer.evaluate;

import dev.cria.data.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Lays examples into batches of at most so many tokens; a longer example has one of its own.
 *
 * @param length tokens of an example
 * @param toBatch lays examples into a batch
 */
public record BoundedBatches<T>(
        ToIntFunction<T> length, Function<List<T>, Batch> toBatch, int maxTokens) {

    /** The batches, in the order of the examples. */
    public List<Batch> of(List<T> examples) {
        List<Batch> batches = new ArrayList<>();
        List<T> waiting = new ArrayList<>();
        int tokens = 0;
        for (T example : examples) {
            int more = length.applyAsInt(example);
            if (!waiting.isEmpty() && tokens + more > maxTokens) {
                batches.add(toBatch.apply(waiting));
                waiting.clear();
                tokens = 0;
            }
            waiting.add(example);
            tokens += more;
        }
        if (!waiting.isEmpty()) {
            batches.add(toBatch.apply(waiting));
        }
        return batches;
    }
}
