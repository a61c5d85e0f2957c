package dev.cria.trainer.reward;

import java.util.HashMap;
import java.util.Map;

/** How many characters two texts have in common. */
final class Overlap {

    private Overlap() {}

    /** From 0 to 1; 0 where both are empty. */
    static double of(String one, String other) {
        int longer = Math.max(count(one), count(other));
        if (longer == 0) {
            return 0;
        }
        Map<Integer, Integer> left = new HashMap<>();
        one.codePoints().forEach(character -> left.merge(character, 1, Integer::sum));
        int common = 0;
        for (int character : other.codePoints().toArray()) {
            if (left.merge(character, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return (double) common / longer;
    }

    private static int count(String text) {
        return text.codePointCount(0, text.length());
    }
}
