package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import java.util.stream.LongStream;

/**
 * Bytes of the arrays that kernels.py keeps and makes. D model width, F feed-forward width, Q width
 * of all query heads, K of all key heads.
 *
 * @param tokens that run through the layers
 * @param targets of which the last layer's output is wanted
 */
record Activations(LlamaConfig model, long tokens, long targets) {

    /** Numbers in the memory for logits, of which what is used is taken. */
    private static final long SCRATCH_ELEMENTS = 1L << 26;

    /** Limits of a block of a frozen head. */
    private static final long BLOCK_ELEMENTS = 16_777_216;

    private static final long BLOCK_ROWS = 8192;

    /** The input of a layer, D. */
    long input() {
        return bytes(tokens, width());
    }

    /**
     * What the forward pass of a layer keeps beside its input: queries Q, keys K, values K,
     * attention Q, the logs of its sums; of the tokens whose output is wanted the input of the
     * feed-forward part D and both halves of its gate F.
     */
    long[] kept(int layer) {
        return new long[] {
            bytes(tokens, queries()),
            bytes(tokens, keys()),
            bytes(tokens, keys()),
            bytes(tokens, queries()),
            bytes(tokens, model.numHeads()),
            bytes(wanted(layer), width()),
            bytes(wanted(layer), inner()),
            bytes(wanted(layer), inner())
        };
    }

    /** What it makes beside that: the norm D, the product of the gate F, the output D. */
    long[] forwardWork(int layer) {
        long rows = wanted(layer);
        return new long[] {bytes(rows, width()), bytes(rows, inner()), bytes(rows, width())};
    }

    /**
     * What the backward pass of a layer holds at most, the gradient of its output D among it: in
     * the feed-forward part three arrays F and three D; in attention the gradients of heads, of
     * which the fused kernel makes those of keys and values as wide as those of queries.
     */
    long[] backwardWork(int layer) {
        long rows = wanted(layer);
        long d = bytes(rows, width());
        long f = bytes(rows, inner());
        long q = bytes(tokens, queries());
        long k = bytes(tokens, keys());
        long[] feedForward = {d, d, d, d, f, f, f};
        long[] attention = {d, d, q, q, q, q, q, k, k};
        return sum(feedForward) > sum(attention) ? feedForward : attention;
    }

    /** The logits of some rows at a time, in memory that is kept for them. */
    long logits() {
        return bytes(headRows(), model.vocabSize());
    }

    /** Five such arrays at once, where a teacher's are compared with them. */
    long besideTeacher() {
        long most = Math.max(1, SCRATCH_ELEMENTS / (5L * model.vocabSize()));
        return 5 * bytes(parts(most), model.vocabSize());
    }

    /** What the head makes beside them: two arrays D of all rows and two of some. */
    long[] head() {
        long d = bytes(targets, width());
        long some = bytes(headRows(), width());
        return new long[] {d, d, some, some};
    }

    /**
     * As {@link #head} where the head is frozen: the logits of a block of it at a time.
     *
     * @param stored whether it is in another type than fp32, so that blocks of it are converted
     */
    long[] frozenHead(boolean stored) {
        long d = bytes(targets, width());
        long most = Math.max(64, BLOCK_ELEMENTS / Math.max(1, Math.max(targets, width())));
        long rows = Math.min(model.vocabSize(), stored ? most : Math.min(BLOCK_ROWS, most));
        return new long[] {stored ? bytes(rows, width()) : 0, bytes(targets, rows), d, d, d, d};
    }

    /** Rows of logits that are made at a time: equal parts below the limit. */
    long headRows() {
        return parts(Math.max(1, SCRATCH_ELEMENTS / model.vocabSize()));
    }

    /** Targets in equal parts of no more than so many. */
    private long parts(long most) {
        long parts = Math.max(1, (targets + most - 1) / most);
        return Math.max(1, (targets + parts - 1) / parts);
    }

    /** What the last layer gives of each target. */
    long rows() {
        return bytes(targets, width());
    }

    /** Cosines and sines of the rotary angles. */
    long rope() {
        return bytes(tokens, 2L * model.headDim());
    }

    static long sum(long... blocks) {
        return LongStream.of(blocks).sum();
    }

    private long wanted(int layer) {
        return layer == model.numLayers() - 1 ? Math.min(targets, tokens) : tokens;
    }

    private long width() {
        return model.hiddenSize();
    }

    private long inner() {
        return model.intermediateSize();
    }

    private long queries() {
        return model.queryWidth();
    }

    private long keys() {
        return model.keyValueWidth();
    }

    private static long bytes(long rows, long columns) {
        return rows * columns * TrainingShape.FP32;
    }
}
