package dev.cria.data.filter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many characters of a text stand in repeated word n-grams, counted as in datatrove's
 * gopher_repetition_filter: a repeated n-gram counts once and the scan goes on behind it.
 * Characters are UTF-16 units without the spaces between words.
 */
final class NGrams {

    private final List<String> words;

    NGrams(List<String> words) {
        this.words = words;
    }

    /** Characters of the most frequent n-gram times its occurrences; zero if none occurs twice. */
    long topCharacters(int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        int most = 1;
        long characters = 0;
        for (int i = 0; i + n <= words.size(); i++) {
            List<String> gram = words.subList(i, i + n);
            int count = counts.merge(gram, 1, Integer::sum);
            if (count > most) {
                most = count;
                characters = count * length(gram);
            }
        }
        return characters;
    }

    /** Characters of n-grams that occurred before. */
    long repeatedCharacters(int n) {
        Set<List<String>> seen = new HashSet<>();
        long characters = 0;
        int i = 0;
        while (i + n <= words.size()) {
            List<String> gram = words.subList(i, i + n);
            if (seen.add(gram)) {
                i++;
            } else {
                characters += length(gram);
                i += n;
            }
        }
        return characters;
    }

    private static long length(List<String> gram) {
        return gram.stream().mapToLong(String::length).sum();
    }
}
