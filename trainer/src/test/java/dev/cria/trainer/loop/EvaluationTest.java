package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EvaluationTest {

    private final List<Long> best = new ArrayList<>();

    private Evaluation evaluation(
            boolean higher, int patience, double threshold, double... values) {
        List<Double> left = new ArrayList<>();
        for (double value : values) {
            left.add(value);
        }
        return new Evaluation(
                new Evaluation.Settings(2, "m", higher, patience, threshold, true),
                () -> Map.of("m", left.remove(0)),
                best::add);
    }

    private static FinishedStep run(Evaluation evaluation, long step) {
        FinishedStep finished = MovingAverageTest.step(step, SpikeGuard.Verdict.APPLY);
        evaluation.after(finished);
        return finished;
    }

    @Test
    void everyBetterStepIsTheBestAndIsSaved() {
        Evaluation evaluation = evaluation(false, 0, 0, 3.0, 2.0, 2.5, 1.0);
        assertFalse(run(evaluation, 1).metrics().extras().containsKey("m"));
        for (long step = 2; step <= 8; step += 2) {
            FinishedStep finished = run(evaluation, step);
            assertEquals(step != 6, finished.saves(), "step " + step);
            assertTrue(finished.metrics().extras().containsKey("m"));
        }
        assertEquals(List.of(2L, 4L, 8L), best);
        assertEquals(1.0, evaluation.best());
    }

    @Test
    void aGainBelowTheThresholdIsTheBestButDoesNotBuyPatience() {
        Evaluation evaluation = evaluation(false, 2, 0.5, 3.0, 2.8, 2.6);
        assertFalse(run(evaluation, 2).last());
        assertFalse(run(evaluation, 4).last());
        assertTrue(run(evaluation, 6).last());
        assertTrue(evaluation.outOfPatience());
        assertEquals(6, evaluation.bestStep());
    }

    @Test
    void accuraciesGetBetterUpwards() {
        Evaluation evaluation = evaluation(true, 0, 0, 0.5, 0.7, 0.6);
        run(evaluation, 2);
        run(evaluation, 4);
        run(evaluation, 6);
        assertEquals(4, evaluation.bestStep());
    }

    @Test
    void aMeasureThatIsNoNumberIsNeverTheBest() {
        Evaluation evaluation = evaluation(false, 0, 0, Double.NaN, 2.0, Double.NaN);
        run(evaluation, 2);
        run(evaluation, 4);
        run(evaluation, 6);
        assertEquals(4, evaluation.bestStep());
    }
}
