package dev.cria.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final Comparison.Targets TARGETS = new Comparison.Targets(2.5, 0.5, 0.25);

    @Test
    void ratiosAreOfMedians() {
        Comparison comparison =
                compare(
                        List.of(figures(250, 1.0), figures(900, 1.0), figures(300, 1.0)),
                        List.of(figures(100, 1.0), figures(10, 1.0), figures(110, 1.0)));
        Row speed = comparison.rows().get(0);
        assertEquals("3.000", speed.value());
        assertTrue(speed.reached());
    }

    @Test
    void aRatioBelowItsTargetIsNotReached() {
        Comparison comparison = compare(List.of(figures(200, 1.0)), List.of(figures(100, 1.0)));
        assertFalse(comparison.rows().get(0).reached());
    }

    @Test
    void sidesRunInTurnThePeerFirst() {
        List<String> order = new ArrayList<>();
        Comparison.run(
                "x",
                TARGETS,
                2,
                () -> {
                    order.add("cria");
                    return figures(1, 1);
                },
                () -> {
                    order.add("peer");
                    return figures(1, 1);
                });
        assertEquals(List.of("peer", "cria", "peer", "cria"), order);
    }

    @Test
    void lossesAreComparedStepByStepInEveryRun() {
        Comparison comparison =
                compare(
                        List.of(figures(1, 2.0, 1.5), figures(1, 2.0, 1.5)),
                        List.of(figures(1, 2.0, 1.5), figures(1, 2.0, 1.75)));
        assertEquals(0.25, comparison.largestLossDifference());
    }

    @Test
    void anotherNumberOfStepsIsNoAgreement() {
        Comparison comparison = compare(List.of(figures(1, 2.0)), List.of(figures(1, 2.0, 1.5)));
        assertFalse(comparison.rows().get(3).reached());
    }

    private static Comparison compare(List<Figures> cria, List<Figures> peer) {
        Iterator<Figures> ours = cria.iterator();
        Iterator<Figures> theirs = peer.iterator();
        return Comparison.run("x", TARGETS, cria.size(), ours::next, theirs::next);
    }

    private static Figures figures(double speed, double... losses) {
        return new Figures(100, speed, 1, 1, 1, Arrays.stream(losses).boxed().toList());
    }
}
