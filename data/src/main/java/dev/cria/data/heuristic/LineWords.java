package dev.cria.data.heuristic;

import dev.cria.data.text.Space;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;

/**
 * How many words a line has, and how many code points the longest. C4 and datatrove count what
 * stands between white space, whatever else words are; where those are not separated, words are
 * counted as they are defined.
 */
record LineWords(int count, int longest) {

    static LineWords of(WordDefinition definition, String language, char[] text, int from, int to) {
        return switch (definition) {
            case WHITESPACE, DATATROVE -> betweenSpaces(text, from, to);
            case SEGMENTED, CHARACTERS ->
                    of(definition.words(language).of(new String(text, from, to - from)));
        };
    }

    private static LineWords of(Words words) {
        int longest = 0;
        for (int i = 0; i < words.size(); i++) {
            longest = Math.max(longest, words.length(i));
        }
        return new LineWords(words.size(), longest);
    }

    private static LineWords betweenSpaces(char[] text, int from, int to) {
        int count = 0;
        int longest = 0;
        int i = from;
        while (i < to) {
            int start = Space.stripStart(text, i, to);
            i = start;
            while (i < to && !Space.isSpace(text[i])) {
                i++;
            }
            if (start < i) {
                count++;
                longest = Math.max(longest, Character.codePointCount(text, start, i - start));
            }
        }
        return new LineWords(count, longest);
    }
}
