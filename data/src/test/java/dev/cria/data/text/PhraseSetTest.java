package dev.cria.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PhraseSetTest {

    @Test
    void findsWhatASearchForEachPhraseFinds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> phrases = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                phrases.add(letters(random, 1 + random.nextInt(4)));
            }
            String text = letters(random, random.nextInt(30));
            int first = -1;
            for (int end = 1; end <= text.length() && first < 0; end++) {
                if (phrases.stream().anyMatch(text.substring(0, end)::endsWith)) {
                    first = end;
                }
            }
            char[] chars = text.toCharArray();
            assertEquals(
                    first,
                    new PhraseSet(phrases).endOfFirst(chars, 0, chars.length),
                    "seed " + seed + ": " + phrases + " in " + text);
        }
    }

    @Test
    void lettersMatchInAnyCase() {
        PhraseSet phrases = new PhraseSet(List.of("Privacy Policy", "京ICP备", "ΑΒΓ"));
        for (String text : List.of("our PRIVACY policy.", "京icp备 1", "αβγ")) {
            assertTrue(phrases.occursIn(text.toCharArray(), 0, text.length()), text);
        }
    }

    @Test
    void anEmptySetFindsNothing() {
        assertFalse(new PhraseSet(List.of("")).occursIn("text".toCharArray(), 0, 4));
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(3)));
        }
        return letters.toString();
    }
}
