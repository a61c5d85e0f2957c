package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MovingAverageTest {

    /**
     * Printed by torch.optim.swa_utils.AveragedModel with get_ema_multi_avg_fn(0.9), torch 2.13.
     */
    private static final double[][] EXPECTED = {
        {1.5, -1.0, 0.100000001},
        {1.64999998, -1.29999995, 0.0949999988},
        {1.93499994, -2.06999993, 0.0888333321},
        {2.34150004, -3.46300006, 0.082449995},
        {2.85735011, -5.61670017, 0.0762049928},
    };

    @Test
    void averagesEqualThoseOfTorchAndUpdatesThatWereLeftOutDoNotCount() {
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope();
                NDArray value = scope.create(new float[3]);
                MovingAverage average = average(engine, value)) {
            long live = engine.liveArrays();
            for (int t = 1; t <= 5; t++) {
                Engine.memory(value).asFloatBuffer().put(values(t));
                average.after(step(t, SpikeGuard.Verdict.APPLY));
                average.after(step(t, SpikeGuard.Verdict.SKIP));
                float[] held = average.during(value::toFloatArray);
                for (int i = 0; i < held.length; i++) {
                    assertEquals(EXPECTED[t - 1][i], held[i], 1e-6);
                }
                assertArrayEquals(values(t), value.toFloatArray(), 0);
            }
            assertEquals(live, engine.liveArrays());
        }
    }

    @Test
    void exchangingTwiceChangesNothing() {
        int size = (1 << 20) + 17;
        try (Engine engine = Engine.cpu();
                NDManager scope = engine.newScope();
                NDArray value = scope.arange(size).toType(DataType.FLOAT32, false);
                MovingAverage average = average(engine, value)) {
            average.after(step(1, SpikeGuard.Verdict.APPLY));
            NDArray other = value.mul(3);
            float[] late = other.toFloatArray();
            Engine.memory(value).asFloatBuffer().put(late);
            average.exchange();
            assertEquals(size - 1, value.getFloat(size - 1));
            average.exchange();
            assertArrayEquals(late, value.toFloatArray());
        }
    }

    private static MovingAverage average(Engine engine, NDArray value) {
        return new MovingAverage(0.9, engine, List.of(new Parameter("w", value, true)));
    }

    private static float[] values(int t) {
        return new float[] {t * 1.5f, -t * t, 0.1f / t};
    }

    static FinishedStep step(long step, SpikeGuard.Verdict verdict) {
        Map<String, Double> extras = new HashMap<>();
        return new FinishedStep(
                new StepMetrics("test", step, 100, 1, 1, 1, 1, 1, 1, extras),
                List.of(),
                verdict,
                "");
    }
}
