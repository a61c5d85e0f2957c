package dev.cria.recipes.evaluation;

import dev.cria.data.evaluation.TaskItem;
import java.util.List;

/** A way to examine a model. */
interface Answering extends AutoCloseable {

    /**
     * Answers questions that follow one another and belong to one group.
     *
     * @param log gets what is found, and knows what was found before
     * @param onBatch is run when some are done
     */
    void answer(List<TaskItem> items, int from, int to, SampleLog log, Runnable onBatch);

    @Override
    default void close() {}
}
