package dev.cria.recipes.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SeriesTest {

    @Test
    void fewPointsAreAllKept() {
        Series series = new Series();
        for (int step = 1; step <= Series.GROUPS; step++) {
            series.add(new Series.Point(step, step, step, -step));
        }
        assertEquals(Series.GROUPS, series.points().size());
    }

    @Test
    void ofManyTheSpikesTheEndsAndTheOrderStay() {
        Series series = new Series();
        int steps = 100_003;
        for (int step = 1; step <= steps; step++) {
            double value = step == 77_777 ? 1000 : step == 5 ? -1000 : Math.sin(step);
            series.add(new Series.Point(step, step, step, value));
        }
        List<Series.Point> points = series.points();
        assertTrue(points.size() <= 2 * Series.GROUPS + 1, () -> "" + points.size());
        assertTrue(points.size() >= Series.GROUPS / 2, () -> "" + points.size());
        assertEquals(steps, points.get(points.size() - 1).step());
        assertTrue(points.stream().anyMatch(p -> p.step() == 77_777 && p.value() == 1000));
        assertTrue(points.stream().anyMatch(p -> p.step() == 5 && p.value() == -1000));
        for (int i = 1; i < points.size(); i++) {
            assertTrue(points.get(i - 1).step() < points.get(i).step());
        }
        long widest = 0;
        for (int i = 1; i < points.size(); i++) {
            widest = Math.max(widest, points.get(i).step() - points.get(i - 1).step());
        }
        assertTrue(widest < 4L * steps / Series.GROUPS, "a gap of " + widest + " steps");
    }
}
