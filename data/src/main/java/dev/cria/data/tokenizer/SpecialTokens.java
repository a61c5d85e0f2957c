package dev.cria.data.tokenizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the spellings of special tokens in text: leftmost first, the longest of those. */
final class SpecialTokens {

    /** A stretch of text: a special token, or ordinary text where {@code special} is false. */
    record Segment(String text, boolean special) {}

    private final Map<Character, List<String>> byFirstCharacter = new HashMap<>();

    SpecialTokens(Collection<String> tokens) {
        for (String token : tokens) {
            if (!token.isEmpty()) {
                byFirstCharacter
                        .computeIfAbsent(token.charAt(0), first -> new ArrayList<>())
                        .add(token);
            }
        }
        byFirstCharacter
                .values()
                .forEach(list -> list.sort(Comparator.comparing(String::length).reversed()));
    }

    List<Segment> split(String text) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            String found = tokenAt(text, at);
            if (found == null) {
                at++;
                continue;
            }
            if (at > from) {
                segments.add(new Segment(text.substring(from, at), false));
            }
            segments.add(new Segment(found, true));
            at += found.length();
            from = at;
        }
        if (from < text.length()) {
            segments.add(new Segment(text.substring(from), false));
        }
        return segments;
    }

    /** Null where none is spelt. */
    String tokenAt(String text, int at) {
        List<String> candidates = byFirstCharacter.get(text.charAt(at));
        if (candidates != null) {
            for (String candidate : candidates) {
                if (text.startsWith(candidate, at)) {
                    return candidate;
                }
            }
        }
        return null;
    }
}
