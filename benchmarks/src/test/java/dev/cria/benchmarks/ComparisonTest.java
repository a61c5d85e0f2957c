package dev.cria.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
        Map<String, Supplier<Figures>> ways = new LinkedHashMap<>();
        ways.put("", () -> noted(order, "cria"));
        ways.put(", otherwise", () -> noted(order, "other"));
        List<Comparison> comparisons =
                Comparison.run("x", TARGETS, 2, ways, () -> noted(order, "peer"));
        assertEquals(List.of("peer", "cria", "other", "peer", "cria", "other"), order);
        assertEquals(
                List.of("x", "x, otherwise"), comparisons.stream().map(Comparison::name).toList());
    }

    private static Figures noted(List<String> order, String side) {
        order.add(side);
        return figures(1, 1);
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
        return Comparison.run("x", TARGETS, cria.size(), Map.of("", ours::next), theirs::next)
                .get(0);
    }

    private static Figures figures(double speed, double... losses) {
        return new Figures(100, speed, 1, 1, 1, 3, Arrays.stream(losses).boxed().toList());
    }
}
