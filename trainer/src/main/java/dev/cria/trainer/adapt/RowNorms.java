package dev.cria.trainer.adapt;

import ai.djl.ndarray.NDArray;
import dev.cria.trainer.model.LlamaModel;

/** Norms of the rows of frozen weights, which DoRA learns apart from their directions. */
final class RowNorms {

    private RowNorms() {}

    /** The L2 norms [out]. */
    static NDArray of(LlamaModel model, AdapterModules.Linear linear) {
        try (NDArray squares = squared(model, linear.layer(), linear.position())) {
            return squares.sqrt();
        }
    }

    /** Their squares [out]. */
    static NDArray squared(LlamaModel model, int layer, int position) {
        return model.engine()
                .call("row_squares", model.engine().manager())
                .with(model.layer(layer).linear(position))
                .runOne();
    }
}
