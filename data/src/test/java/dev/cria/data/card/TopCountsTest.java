package dev.cria.data.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TopCountsTest {

    private static final long SEED = Long.getLong("cria.seed", 20_261_121);
    private static final int ROOM = 20;

    @Test
    void withinItsRoomEveryCountIsExact() {
        TopCounts counts = new TopCounts(ROOM);
        for (int i = 0; i < 1000; i++) {
            counts.add("n" + i % ROOM, i);
        }
        assertEquals(0, counts.error());
        assertEquals(ROOM, counts.rows().size());
        assertTrue(counts.rows().stream().allMatch(row -> row.documents() == 50));
        assertEquals(999 * 500, counts.rows().stream().mapToLong(TopCounts.Row::characters).sum());
    }

    @Test
    void partsPutTogetherKeepTheBoundOfMisraAndGries() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        Map<String, Long> exact = new HashMap<>();
        TopCounts sum = new TopCounts(ROOM);
        int documents = 0;
        for (int part = 0; part < 50; part++) {
            TopCounts counts = new TopCounts(ROOM);
            int size = random.nextInt(400);
            for (int i = 0; i < size; i++) {
                // Few frequent names among many rare ones.
                String name = "n" + (int) Math.exp(random.nextDouble() * 8);
                exact.merge(name, 1L, Long::sum);
                counts.add(name, 1);
                documents++;
            }
            sum.merge(counts);
        }
        assertTrue(exact.size() > 10 * ROOM, "names: " + exact.size());
        assertTrue(sum.rows().size() <= ROOM);
        assertTrue(sum.error() <= documents / (ROOM + 1), "error: " + sum.error());
        Map<String, Long> told = new HashMap<>();
        sum.rows().forEach(row -> told.put(row.name(), row.documents()));
        exact.forEach(
                (name, count) -> {
                    long at = told.getOrDefault(name, 0L);
                    assertTrue(at <= count && count <= at + sum.error(), name);
                });
    }
}
