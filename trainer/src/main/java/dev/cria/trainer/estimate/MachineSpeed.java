package dev.cria.trainer.estimate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.Engine;
import java.util.List;

/**
 * How fast a machine is at what training does.
 *
 * @param flops operations a second in products of matrices
 * @param bytes read and written a second by what is done number by number
 */
public record MachineSpeed(double flops, double bytes) {

    private static final int TRIES = 4;
    private static final int NUMBERS = 1 << 24;

    /**
     * Measures for about a second: products of 512 tokens with 2,048 by 2,048 weights of each kind,
     * and the sum of two arrays of 64 MiB. Of several tries the fastest counts.
     */
    public static MachineSpeed measure(Engine engine) {
        double flops = Double.MAX_VALUE;
        for (MatrixProduct.Kind kind : MatrixProduct.Kind.values()) {
            MatrixProduct product = new MatrixProduct("speed", kind, 512, 2048, 2048, 1);
            flops = Math.min(flops, product.flops() / fastest(engine, product));
        }
        return new MachineSpeed(flops, bytes(engine));
    }

    private static double fastest(Engine engine, MatrixProduct product) {
        double seconds = Double.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            seconds = Math.min(seconds, MatrixClock.seconds(engine, product, 2));
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
