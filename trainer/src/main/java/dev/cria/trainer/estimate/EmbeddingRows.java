package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;

/**
 * Gradients and moments of embeddings that are not tied: only rows whose tokens occur have some.
 *
 * @param tokens of a batch
 * @param usedRows rows whose tokens occur in the data
 */
record EmbeddingRows(LlamaConfig model, long tokens, long usedRows) {

    private static final long FIRST_CAPACITY = 1_024;
    private static final long STRETCH = 8_192;
    private static final long PAGE = 4_096;

    /** Bytes of the gradient of a batch. */
    long ofBatch() {
        return bytes(Math.min(tokens, usedRows));
    }

    /** Bytes of the rows that occur. */
    long used() {
        return bytes(usedRows);
    }

    /** Bytes of a moment, whose room doubles when it is full. */
    long moment() {
        long capacity = FIRST_CAPACITY;
        while (capacity < usedRows) {
            capacity *= 2;
        }
        return bytes(Math.min(capacity, model.vocabSize()));
    }

    /** What an update makes: the new rows, and some of their old values and gradients at a time. */
    long[] work() {
        return new long[] {used(), bytes(Math.min(STRETCH, usedRows))};
    }

    /** Bytes of the pages that hold rows which occur, scattered over the table. */
    long pages() {
        long row = (long) model.hiddenSize() * TrainingShape.FP32;
        long pagesOfRow = (row + PAGE - 2) / PAGE + 1;
        return Math.min(bytes(model.vocabSize()), usedRows * pagesOfRow * PAGE);
    }

    private long bytes(long rows) {
        return rows * model.hiddenSize() * TrainingShape.FP32;
    }
}
