package dev.cria.data.heuristic;

import dev.cria.data.text.PhraseSet;
import java.util.Arrays;
import java.util.List;

/** What C4's rules look for in a line. */
final class C4Lines {

    /** From the published code of C4, tensorflow_datasets' c4_utils.py. */
    private static final PhraseSet POLICY =
            new PhraseSet(
                    List.of(
                            "terms of use",
                            "privacy policy",
                            "cookie policy",
                            "uses cookies",
                            "use of cookies",
                            "use cookies"));

    private static final PhraseSet LOREM_IPSUM = new PhraseSet(List.of("lorem ipsum"));
    private static final PhraseSet JAVASCRIPT = new PhraseSet(List.of("javascript"));

    private static final String[] CITATIONS = {"[edit]", "[citation needed]"};

    private C4Lines() {}

    static boolean isPolicy(char[] line) {
        return POLICY.occursIn(line, 0, line.length);
    }

    static boolean isLoremIpsum(char[] line) {
        return LOREM_IPSUM.occursIn(line, 0, line.length);
    }

    static boolean isJavascript(char[] line) {
        return JAVASCRIPT.occursIn(line, 0, line.length);
    }

    /** Whether it ends in one of these characters, and not in an ellipsis. */
    static boolean isEnded(char[] line, String terminals) {
        int length = line.length;
        if (length == 0 || terminals.indexOf(line[length - 1]) < 0) {
            return false;
        }
        return length < 3
                || line[length - 1] != '.'
                || line[length - 2] != '.'
                || line[length - 3] != '.';
    }

    /** A stretch of a text, without the citations of Wikipedia such as [3] and [edit]. */
    static char[] withoutCitations(char[] text, int from, int to) {
        char[] line = new char[to - from];
        int length = 0;
        for (int i = from; i < to; ) {
            int citation = text[i] == '[' ? citation(text, i, to) : 0;
            if (citation == 0) {
                line[length++] = text[i++];
            } else {
                i += citation;
            }
        }
        return length == line.length ? line : Arrays.copyOf(line, length);
    }

    private static int citation(char[] text, int from, int to) {
        int end = from + 1;
        while (end < to && Character.isDigit(text[end])) {
            end++;
        }
        if (end < to && text[end] == ']') {
            return end + 1 - from;
        }
        for (String citation : CITATIONS) {
            int length = citation.length();
            if (to - from >= length && citation.contentEquals(new String(text, from, length))) {
                return length;
            }
        }
        return 0;
    }
}
