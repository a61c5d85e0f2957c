package dev.cria.data.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.quality.QualityMetrics.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QualityMetricsTest {

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
            assertEquals(pairs(scored), QualityMetrics.of(0, scored).auc(), 1e-12);
        }
    }

    @Test
    void accuracyIsTheShareOnTheRightSideOfOneHalf() {
        List<Scored> scored =
                List.of(
                        new Scored(0.5, true),
                        new Scored(0.4, false),
                        new Scored(0.4, true),
                        new Scored(0.9, false));
        assertEquals(0.5, QualityMetrics.of(0, scored).accuracy());
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
