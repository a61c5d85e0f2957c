package dev.cria.trainer.estimate;

import static dev.cria.trainer.estimate.MatrixProduct.Kind.INPUT_GRADIENT;
import static dev.cria.trainer.estimate.MatrixProduct.Kind.OUTPUT;
import static dev.cria.trainer.estimate.MatrixProduct.Kind.WEIGHT_GRADIENT;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of activations and weights of a forward and backward pass: every linear map of every
 * layer and of the head. Those inside attention are none of these.
 */
public final class StepProducts {

    private StepProducts() {}

    /**
     * Training of all weights: of every linear map the output, the gradient of its input and that
     * of its weights.
     *
     * @param tokens that run through the layers together
     * @param targets tokens that carry loss, and so run through the head
     * @param headRows how many of them run through the head at a time
     */
    public static List<MatrixProduct> full(
            LlamaConfig config, long tokens, long targets, long headRows) {
        List<MatrixProduct> products = new ArrayList<>();
        for (String part : LlamaTensors.PROJECTIONS) {
            Shape shape = LlamaTensors.projection(config, part);
            all(products, part, tokens, shape, config.numLayers());
        }
        Shape head = Shape.of(config.vocabSize(), config.hiddenSize());
        if (targets / headRows > 0) {
            all(products, LlamaTensors.HEAD, headRows, head, targets / headRows);
        }
        if (targets % headRows > 0) {
            all(products, LlamaTensors.HEAD, targets % headRows, head, 1);
        }
        return products;
    }

    private static void all(
            List<MatrixProduct> products, String part, long tokens, Shape shape, long count) {
        long outputs = shape.dims().get(0);
        long inputs = shape.dims().get(1);
        for (MatrixProduct.Kind kind : List.of(OUTPUT, INPUT_GRADIENT, WEIGHT_GRADIENT)) {
            products.add(new MatrixProduct(part, kind, tokens, inputs, outputs, count));
        }
    }
}
