package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import java.util.List;

/**
 * A matrix [R, in] of bytes, each row with a scale of its own: the storage of LLM.int8 (Dettmers et
 * al. 2022, arXiv:2208.07339).
 *
 * @param codes int8 [R, in]
 * @param scales fp32 [R, 1]
 */
record Int8Weight(NDArray codes, NDArray scales) implements Weight {

    /** Codes and scales of a matrix of any floating-point type. */
    static List<NDArray> quantize(Engine engine, NDArray matrix, NDManager scope) {
        NDList parts = engine.call("int8_quantize", scope).with(matrix).run();
        return List.copyOf(parts);
    }

    @Override
    public Shape shape() {
        return codes.getShape();
    }

    @Override
    public DType type() {
        return null;
    }

    @Override
    public boolean isTrainable() {
        return false;
    }

    @Override
    public NDArray value() {
        throw new IllegalStateException("the weight is kept as codes of a byte");
    }

    @Override
    public void into(Engine engine, NDArray target) {
        try (NDManager scope = engine.newScope()) {
            engine.call("int8_fill", scope).with(target).with(codes).with(scales).runOne();
        }
    }
}
