package dev.cria.trainer.estimate;

import static dev.cria.trainer.estimate.MatrixProduct.Kind.INPUT_GRADIENT;
import static dev.cria.trainer.estimate.MatrixProduct.Kind.OUTPUT;
import static dev.cria.trainer.estimate.MatrixProduct.Kind.WEIGHT_GRADIENT;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The products of activations and weights of a forward and backward pass: every linear map of every
 * layer and of the head, and their low-rank factors. Those inside attention are none of these.
 *
 * <p>After its attention the last layer runs only where its output carries loss.
 */
public final class StepProducts {

    private static final Set<String> BEFORE_ATTENTION =
            Set.of(LlamaTensors.Q, LlamaTensors.K, LlamaTensors.V);

    /** How much of the vocabulary kernels.py multiplies at a time. */
    private static final long HEAD_STRETCH = 8192;

    private final LlamaConfig model;
    private final Tuning tuning;
    private final List<MatrixProduct> products = new ArrayList<>();

    private StepProducts(LlamaConfig model, Tuning tuning) {
        this.model = model;
        this.tuning = tuning;
    }

    /**
     * The products of one batch.
     *
     * @param runAgain layers whose forward pass is run again in the backward pass
     * @param headRows how many targets run through the head at a time
     */
    public static List<MatrixProduct> of(
            LlamaConfig model, Tuning tuning, BatchShape batch, int runAgain, long headRows) {
        StepProducts step = new StepProducts(model, tuning);
        int last = model.numLayers() - 1;
        step.layers(batch.tokens(), batch.tokens(), last, tuning.layers() - 1, runAgain);
        step.layers(batch.tokens(), batch.targets(), 1, 1, 0);
        step.head(batch.targets() / headRows, headRows);
        step.head(1, batch.targets() % headRows);
        return step.products;
    }

    private void layers(long before, long after, int count, int training, int again) {
        for (String part : LlamaTensors.PROJECTIONS) {
            long tokens = BEFORE_ATTENTION.contains(part) ? before : after;
            Shape shape = LlamaTensors.projection(model, part);
            long outputs = shape.dims().get(0);
            long inputs = shape.dims().get(1);
            add(part, OUTPUT, tokens, inputs, outputs, count + again);
            add(part, INPUT_GRADIENT, tokens, inputs, outputs, training);
            if (tuning.rank() == 0) {
                add(part, WEIGHT_GRADIENT, tokens, inputs, outputs, training);
            }
            if (tuning.hasFactors(part)) {
                // The backward pass makes the product with the first factor again.
                add(part, OUTPUT, tokens, inputs, tuning.rank(), count + again + training);
                add(part, OUTPUT, tokens, tuning.rank(), outputs, count + again);
                for (MatrixProduct.Kind kind : List.of(INPUT_GRADIENT, WEIGHT_GRADIENT)) {
                    add(part, kind, tokens, inputs, tuning.rank(), training);
                    add(part, kind, tokens, tuning.rank(), outputs, training);
                }
            }
        }
    }

    private void head(long count, long rows) {
        if (rows == 0) {
            return;
        }
        long vocabulary = model.vocabSize();
        head(count * (vocabulary / HEAD_STRETCH), rows, HEAD_STRETCH);
        head(count, rows, vocabulary % HEAD_STRETCH);
    }

    private void head(long count, long rows, long outputs) {
        if (outputs == 0) {
            return;
        }
        long inputs = model.hiddenSize();
        add(LlamaTensors.HEAD, OUTPUT, rows, inputs, outputs, count);
        add(LlamaTensors.HEAD, INPUT_GRADIENT, rows, inputs, outputs, count);
        if (tuning.vocabulary()) {
            add(LlamaTensors.HEAD, WEIGHT_GRADIENT, rows, inputs, outputs, count);
        }
    }

    private void add(
            String part,
            MatrixProduct.Kind kind,
            long tokens,
            long inputs,
            long outputs,
            long count) {
        if (count > 0 && tokens > 0) {
            products.add(new MatrixProduct(part, kind, tokens, inputs, outputs, count));
        }
    }
}
