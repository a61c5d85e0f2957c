package dev.cria.data.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClassifierMetricsTest {

    @Test
    void aucIsTheShareOfPairsInTheRightOrder() {
        long seed = 20;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<Scored> scored = new ArrayList<>();
            scored.add(new Scored(0.5, true));
            scored.add(new Scored(0.5, false));
            for (int i = 0; i < 30; i++) {
                // Few different scores, so that ties occur.
                scored.add(new Scored(random.nextInt(8) / 8.0, random.nextBoolean()));
            }
            assertEquals(pairs(scored), of(scored, 0.5).auc(), 1e-12);
        }
    }

    @Test
    void precisionAndRecallAreThoseAtTheThreshold() {
        List<Scored> scored =
                List.of(
                        new Scored(0.8, true),
                        new Scored(0.4, false),
                        new Scored(0.4, true),
                        new Scored(0.9, false),
                        new Scored(0.85, true));
        ClassifierMetrics metrics = of(scored, 0.8);
        assertEquals(2 / 3.0, metrics.precision(), 1e-12);
        assertEquals(2 / 3.0, metrics.recall(), 1e-12);
        assertEquals(3 / 5.0, metrics.accuracy(), 1e-12);
        assertEquals(1, of(scored, 0.95).precision());
        // Bins 0.8 (two of two), 0.4 (one of two) and 0.9 (none of one).
        assertEquals((0.35 + 0.2 + 0.9) / 5, metrics.calibrationError(), 1e-12);
    }

    @Test
    void calibrationFindsTheProbabilitiesThatLabelsWereDrawnWith() {
        long seed = 3;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Scored> drawn = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            double score = 4 * random.nextGaussian();
            boolean good = random.nextDouble() < 1 / (1 + Math.exp(-(0.5 * score - 1)));
            drawn.add(new Scored(score, good));
        }
        Platt platt = Platt.fit(drawn);
        assertEquals(0.5, platt.slope(), 0.02);
        assertEquals(-1, platt.intercept(), 0.05);
    }

    @Test
    void scoresThatPartTheTextsGiveProbabilitiesShortOfCertainty() {
        List<Scored> parted = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            parted.add(new Scored(i, true));
            parted.add(new Scored(-i, false));
        }
        Platt platt = Platt.fit(parted);
        double sure = platt.probability(20);
        assertEquals(1, sure, 0.1);
        assertEquals(0.5, platt.probability(0), 1e-6);
        assertTrue(Double.isFinite(platt.slope()) && platt.slope() > 0);
    }

    private static ClassifierMetrics of(List<Scored> scored, double threshold) {
        return ClassifierMetrics.of(0, 0, scored, threshold);
    }

    private static double pairs(List<Scored> scored) {
        double right = 0;
        double all = 0;
        for (Scored good : scored) {
            for (Scored bad : scored) {
                if (good.good() && !bad.good()) {
                    all++;
                    right += good.score() > bad.score() ? 1 : good.score() == bad.score() ? 0.5 : 0;
                }
            }
        }
        return right / all;
    }
}
