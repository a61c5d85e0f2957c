package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import java.util.List;

/**
 * A matrix of 4-bit normal floats with double quantisation (Dettmers et al. 2023,
 * arXiv:2305.14314), laid out as by bitsandbytes: 0.516 bytes per value. G blocks of 64 values.
 *
 * @param codes two in a byte, the first in the upper half [G, 32]
 * @param magnitudes codes of the largest magnitude of each block [G]
 * @param scales of 256 blocks each, fp32
 * @param mean what was taken off all magnitudes, fp32 [1]
 */
record Nf4Weight(
        Nf4Tables tables,
        Shape shape,
        NDArray codes,
        NDArray magnitudes,
        NDArray scales,
        NDArray mean)
        implements Weight {

    /** Codes, magnitudes, scales and mean of a matrix of any floating-point type. */
    static List<NDArray> quantize(
            Engine engine, Nf4Tables tables, NDArray matrix, NDManager scope) {
        NDList parts =
                engine.call("nf4_quantize", scope)
                        .with(matrix)
                        .with(tables.limits())
                        .with(tables.scaleLimits())
                        .run();
        return List.copyOf(parts);
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
        throw new IllegalStateException("the weight is kept as codes of four bits");
    }

    @Override
    public void into(Engine engine, NDArray target) {
        try (NDManager scope = engine.newScope()) {
            engine.call("nf4_fill", scope)
                    .with(target)
                    .with(codes)
                    .with(magnitudes)
                    .with(scales)
                    .with(mean)
                    .with(tables.pairs())
                    .with(tables.scales())
                    .runOne();
        }
    }
}
