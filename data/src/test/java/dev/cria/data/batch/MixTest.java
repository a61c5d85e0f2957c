package dev.cria.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MixTest {

    private static final int SMALL = 20;
    private static final int LARGE = 1000;
    private static final long CHANGE = 300;

    private final long seed = System.nanoTime();

    @Test
    void aSmallSourceRepeatsBeforeALargeOneIsThroughEachEpochOnItsOwn() {
        List<List<Integer>> rows = rowsBySource(halves(), 600);
        assertEquals(300, rows.get(0).size());
        for (int epoch = 0; epoch < 15; epoch++) {
            int[] taken = ints(rows.get(0).subList(epoch * SMALL, (epoch + 1) * SMALL));
            Arrays.sort(taken);
            assertArrayEquals(IntStream.range(0, SMALL).toArray(), taken, "epoch " + epoch);
        }
        assertEquals(300, rows.get(1).stream().distinct().count());
    }

    @Test
    void whereTheMixChangesSourcesGoOnFromWhereTheyWere() {
        Mix mix = mix();
        assertEquals(150, mix.taken(0, CHANGE));
        assertEquals(150, mix.taken(1, CHANGE));
        assertEquals(0, mix.taken(2, CHANGE));
        List<List<Integer>> rows = rowsBySource(mix, CHANGE + 400);
        assertEquals(150, rows.get(0).size());
        assertEquals(150 + 100, rows.get(1).size());
        assertEquals(300, rows.get(2).size());
        assertEquals(250, rows.get(1).stream().distinct().count());
        for (int source = 0; source < 3; source++) {
            assertEquals(rows.get(source).size(), mix.taken(source, CHANGE + 400));
        }
    }

    @Test
    void aDrawNeedsNoHistory() {
        System.out.println("MixTest seed " + seed);
        List<Mix.Draw> inOrder = new ArrayList<>();
        Mix mix = mix();
        for (long draw = 0; draw < 2000; draw++) {
            inOrder.add(mix.at(draw));
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, 2000).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        for (int draw : order.subList(0, 30)) {
            assertEquals(inOrder.get(draw), mix().at(draw), "draw " + draw);
        }
    }

    @Test
    void otherSeedsGiveOtherRowsFromTheSameSources() {
        Mix one = mix(1);
        Mix other = mix(2);
        int differ = 0;
        for (long draw = 0; draw < 200; draw++) {
            assertEquals(one.at(draw).source(), other.at(draw).source());
            differ += one.at(draw).row() == other.at(draw).row() ? 0 : 1;
        }
        assertTrue(differ > 150, "only " + differ + " of 200 differ");
    }

    /** Two sources by halves; from draw 300 on the second and a third, one to three. */
    private static Mix mix(long seed) {
        return new Mix(
                sources(seed),
                List.of(
                        new Mix.Shares(0, new double[] {1, 1, 0}),
                        new Mix.Shares(CHANGE, new double[] {0, 1, 3})));
    }

    private static List<DataOrder> sources(long seed) {
        return List.of(
                DataOrder.shuffled(SMALL, seed),
                DataOrder.shuffled(LARGE, seed + 1),
                DataOrder.shuffled(LARGE, seed + 2));
    }

    private Mix mix() {
        return mix(seed);
    }

    private static List<List<Integer>> rowsBySource(Mix mix, long draws) {
        List<List<Integer>> rows = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (long draw = 0; draw < draws; draw++) {
            Mix.Draw drawn = mix.at(draw);
            rows.get(drawn.source()).add(drawn.row());
        }
        return rows;
    }

    /** The first two sources by halves, without a change. */
    private Mix halves() {
        return new Mix(sources(seed), List.of(new Mix.Shares(0, new double[] {1, 1, 0})));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
