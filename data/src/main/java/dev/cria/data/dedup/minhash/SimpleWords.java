package dev.cria.data.dedup.minhash;

import dev.cria.data.text.Spans;
import dev.cria.data.text.Words;

/**
 * What stands between spaces; of scripts that put none between words (Chinese, Japanese, Thai and
 * their neighbours), every character is one.
 */
final class SimpleWords {

    private static final char FIRST_WITHOUT_SPACES = '\u0E00';

    private SimpleWords() {}

    static Words of(String text) {
        Spans words = new Spans(text.length() / 4 + 1);
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ') {
                end(words, start, at);
                start = ++at;
            } else if (c >= FIRST_WITHOUT_SPACES && isWord(text.codePointAt(at))) {
                end(words, start, at);
                start = at + Character.charCount(text.codePointAt(at));
                words.add(at, start);
                at = start;
            } else {
                at++;
            }
        }
        end(words, start, text.length());
        return new Words(text.toCharArray(), words);
    }

    private static void end(Spans words, int start, int end) {
        if (start < end) {
            words.add(start, end);
        }
    }

    private static boolean isWord(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }
}
