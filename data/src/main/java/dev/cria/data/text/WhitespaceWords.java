package dev.cria.data.text;

import dev.cria.data.pipeline.Feature;

/** Words between white space. */
final class WhitespaceWords {

    static final Feature<Words> FEATURE =
            text -> {
                char[] chars = text.toCharArray();
                return new Words(chars, of(chars, 0, chars.length));
            };

    private WhitespaceWords() {}

    static Spans of(char[] text, int from, int to) {
        Spans words = new Spans((to - from) / 5 + 8);
        int i = from;
        while (i < to) {
            int start = Space.stripStart(text, i, to);
            i = start;
            while (i < to && !Space.isSpace(text[i])) {
                i++;
            }
            if (start < i) {
                words.add(start, i);
            }
        }
        return words;
    }
}
