package dev.cria.trainer.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.engine.FileArrays;

/**
 * Times products of matrices alone, through the engine that trains: nothing else between them. That
 * is the most that training could reach.
 */
public final class MatrixClock {

    private MatrixClock() {}

    /** Seconds of one run of a product: the mean over {@code runs}, after one that is not timed. */
    public static double seconds(Engine engine, MatrixProduct product, long runs) {
        return seconds(engine, product, DType.F32, runs);
    }

    /** As {@link #seconds(Engine, MatrixProduct, long)}, with factors and results of a type. */
    static double seconds(Engine engine, MatrixProduct product, DType type, long runs) {
        try (NDManager scope = engine.newScope()) {
            NDArray x = ones(engine, scope, type, product.tokens(), product.inputs());
            NDArray y = ones(engine, scope, type, product.tokens(), product.outputs());
            NDArray w = ones(engine, scope, type, product.outputs(), product.inputs());
            run(engine, scope, product.kind(), x, y, w);
            long start = System.nanoTime();
            for (long i = 0; i < runs; i++) {
                run(engine, scope, product.kind(), x, y, w);
            }
            return (System.nanoTime() - start) / 1e9 / runs;
        }
    }

    private static NDArray ones(
            Engine engine, NDManager scope, DType type, long rows, long columns) {
        NDArray ones = scope.ones(new Shape(rows, columns));
        if (type == DType.F32) {
            return ones;
        }
        try (ones) {
            return FileArrays.convert(engine, scope, ones, type);
        }
    }

    private static void run(
            Engine engine,
            NDManager scope,
            MatrixProduct.Kind kind,
            NDArray x,
            NDArray y,
            NDArray w) {
        switch (kind) {
            case OUTPUT -> multiply(engine, scope, x, w);
            case INPUT_GRADIENT -> multiply(engine, scope, y, w.transpose());
            case WEIGHT_GRADIENT -> multiply(engine, scope, y.transpose(), x.transpose());
        }
    }

    private static void multiply(Engine engine, NDManager scope, NDArray x, NDArray w) {
        engine.call("product_alone", scope).with(x).with(w).runOne().close();
    }
}
