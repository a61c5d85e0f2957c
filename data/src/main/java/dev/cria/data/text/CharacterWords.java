package dev.cria.data.text;

import dev.cria.data.pipeline.Feature;

/** Chinese characters one by one, and runs of other letters and digits. */
final class CharacterWords {

    static final Feature<Words> FEATURE =
            text -> {
                char[] chars = text.toCharArray();
                return new Words(chars, of(chars));
            };

    private CharacterWords() {}

    private static Spans of(char[] text) {
        Spans words = new Spans(text.length / 2 + 8);
        int start = -1;
        for (int i = 0; i < text.length; ) {
            int c = Character.codePointAt(text, i);
            boolean stands = Han.isHan(c);
            boolean runs = !stands && Character.isLetterOrDigit(c);
            if (!runs && start >= 0) {
                words.add(start, i);
                start = -1;
            } else if (runs && start < 0) {
                start = i;
            }
            int end = i + Character.charCount(c);
            if (stands) {
                words.add(i, end);
            }
            i = end;
        }
        if (start >= 0) {
            words.add(start, text.length);
        }
        return words;
    }
}
