package dev.cria.data.safety;

import dev.cria.data.text.PhraseSet;
import dev.cria.data.text.Spans;
import java.util.Collection;

/**
 * Finds listed words in a text in one pass. A word must not go on at either side, except in scripts
 * that write words without spaces between them. Words that overlap are one hit, and what lies
 * within an allowed phrase is none.
 */
final class WordHits {

    private final PhraseSet listed;
    private final PhraseSet allowed;

    WordHits(Collection<String> listed, Collection<String> allowed) {
        this.listed = new PhraseSet(listed);
        this.allowed = new PhraseSet(allowed);
    }

    /** Hits in their order, apart from each other. */
    Spans in(char[] text) {
        Spans found = whole(listed, text);
        if (found.size() == 0) {
            return found;
        }
        Spans innocent = whole(allowed, text);
        return innocent.size() == 0 ? joined(found) : joined(without(found, innocent, text.length));
    }

    /** By where they end. */
    private static Spans whole(PhraseSet phrases, char[] text) {
        Spans found = new Spans(4);
        phrases.forEach(
                text,
                0,
                text.length,
                (start, end) -> {
                    if (!goesOn(text, start) && !goesOn(text, end)) {
                        found.add(start, end);
                    }
                });
        return found;
    }

    /** Whether a word goes on across a place. */
    private static boolean goesOn(char[] text, int place) {
        return place > 0 && place < text.length && joins(text[place - 1]) && joins(text[place]);
    }

    private static boolean joins(char c) {
        return Character.isLetterOrDigit(c) && (c < 0x0e00 || !isUnspaced(c));
    }

    private static boolean isUnspaced(char c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static Spans without(Spans found, Spans innocent, int length) {
        // How far the phrases reach that begin at a place or before it.
        int[] reach = new int[length];
        for (int i = 0; i < innocent.size(); i++) {
            reach[innocent.start(i)] = Math.max(reach[innocent.start(i)], innocent.end(i));
        }
        for (int i = 1; i < length; i++) {
            reach[i] = Math.max(reach[i], reach[i - 1]);
        }
        Spans rest = new Spans(4);
        for (int i = 0; i < found.size(); i++) {
            if (found.end(i) > reach[found.start(i)]) {
                rest.add(found.start(i), found.end(i));
            }
        }
        return rest;
    }

    private static Spans joined(Spans found) {
        Spans reversed = new Spans(4);
        int start = Integer.MAX_VALUE;
        int end = 0;
        for (int i = found.size() - 1; i >= 0; i--) {
            if (found.end(i) <= start && i < found.size() - 1) {
                reversed.add(start, end);
                start = Integer.MAX_VALUE;
            }
            end = start == Integer.MAX_VALUE ? found.end(i) : end;
            start = Math.min(start, found.start(i));
        }
        if (found.size() > 0) {
            reversed.add(start, end);
        }
        Spans joined = new Spans(4);
        for (int i = reversed.size() - 1; i >= 0; i--) {
            joined.add(reversed.start(i), reversed.end(i));
        }
        return joined;
    }
}
