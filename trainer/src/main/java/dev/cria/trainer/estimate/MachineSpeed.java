package dev.cria.trainer.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import java.util.List;

/**
 * How fast a machine is at what training does.
 *
 * @param flops operations a second in products of matrices
 * @param backwardFlops the same in the backward pass, whose factors may be bf16
 * @param bytes read and written a second by what is done number by number
 */
public record MachineSpeed(double flops, double backwardFlops, double bytes) {

    private static final int TRIES = 4;
    private static final int NUMBERS = 1 << 24;

    /** One that multiplies alike in both directions. */
    public MachineSpeed(double flops, double bytes) {
        this(flops, flops, bytes);
    }

    /**
     * Measures for about a second: products of 512 tokens with 2,048 by 2,048 weights of each kind,
     * and the sum of two arrays of 64 MiB. Of several tries the fastest counts.
     */
    public static MachineSpeed measure(Engine engine) {
        double flops = slowest(engine, DType.F32);
        double backward = engine.multipliesGradientsInBf16() ? bf16(engine, flops) : flops;
        return new MachineSpeed(flops, backward, bytes(engine));
    }

    /** The faster of each. */
    public MachineSpeed or(MachineSpeed other) {
        return new MachineSpeed(
                Math.max(flops, other.flops),
                Math.max(backwardFlops, other.backwardFlops),
                Math.max(bytes, other.bytes));
    }

    /** Without instructions for it, a large product takes seconds: a small one tells. */
    private static double bf16(Engine engine, double flops) {
        MatrixProduct small =
                new MatrixProduct("speed", MatrixProduct.Kind.INPUT_GRADIENT, 64, 256, 256, 1);
        double speed = small.flops() / fastest(engine, small, DType.BF16);
        return speed < flops / 8 ? speed : slowest(engine, DType.BF16);
    }

    private static double slowest(Engine engine, DType type) {
        double flops = Double.MAX_VALUE;
        for (MatrixProduct.Kind kind : MatrixProduct.Kind.values()) {
            MatrixProduct product = new MatrixProduct("speed", kind, 512, 2048, 2048, 1);
            flops = Math.min(flops, product.flops() / fastest(engine, product, type));
        }
        return flops;
    }

    private static double fastest(Engine engine, MatrixProduct product, DType type) {
        double seconds = Double.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            seconds = Math.min(seconds, MatrixClock.seconds(engine, product, type, 2));
        }
        return seconds;
    }

    private static double bytes(Engine engine) {
        try (NDManager scope = engine.newScope()) {
            List<NDArray> sum = List.of(scope.ones(new Shape(NUMBERS)));
            List<NDArray> more = List.of(scope.ones(new Shape(NUMBERS)));
            double seconds = Double.MAX_VALUE;
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                engine.call("add", scope).with(sum).with(more).runOne().close();
                seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
            }
            return 3.0 * TrainingShape.FP32 * NUMBERS / seconds;
        }
    }
}
