package dev.cria.data.tokenizer;

import static dev.cria.data.tokenizer.CharacterClasses.LETTER;
import static dev.cria.data.tokenizer.CharacterClasses.NUMBER;
import static dev.cria.data.tokenizer.CharacterClasses.OTHER;
import static dev.cria.data.tokenizer.CharacterClasses.SPACE;

/**
 * Cuts text as {@link Llama3Vocabulary#SPLIT_PATTERN} does, without a regular expression: the
 * pattern's alternatives in its order, each with what its backtracking comes to. Text is given as
 * UTF-16 without lone surrogates.
 */
final class WordSplitter {

    private static final int MOST_DIGITS = 3;
    private static final char LONG_S = '\u017F';

    private final char[] text;
    private final int length;

    WordSplitter(char[] text, int length) {
        this.text = text;
        this.length = length;
    }

    /** The end of the word that begins at {@code from}, which is less than the length. */
    int end(int from) {
        int first = codePoint(from);
        int second = from + Character.charCount(first);
        byte kind = CharacterClasses.of(first);
        if (kind == LETTER) {
            return run(second, LETTER);
        }
        if (first == '\'') {
            int end = contraction(second);
            if (end > 0) {
                return end;
            }
        }
        if (kind == NUMBER) {
            return digits(second);
        }
        boolean newline = isNewline(first);
        byte next = second < length ? CharacterClasses.of(codePoint(second)) : SPACE;
        if (!newline && next == LETTER) {
            return run(second, LETTER);
        }
        if (kind == OTHER) {
            return newlines(run(second, OTHER));
        }
        if (first == ' ' && next == OTHER) {
            return newlines(run(second, OTHER));
        }
        return space(from);
    }

    /** {@code 's 't 're 've 'm 'll 'd} in any case; 0 where there is none. */
    private int contraction(int at) {
        char first = lower(at);
        char second = lower(at + 1);
        return switch (first) {
            case 's', 't', 'm', 'd' -> at + 1;
            case 'r', 'v' -> second == 'e' ? at + 2 : 0;
            case 'l' -> second == 'l' ? at + 2 : 0;
            default -> 0;
        };
    }

    /** As Unicode folds case: the long s is an s. */
    private char lower(int at) {
        if (at >= length) {
            return 0;
        }
        char unit = text[at];
        if (unit == LONG_S) {
            return 's';
        }
        return unit >= 'A' && unit <= 'Z' ? (char) (unit + ('a' - 'A')) : unit;
    }

    private int digits(int second) {
        int at = second;
        for (int digits = 1; digits < MOST_DIGITS && at < length; digits++) {
            int codePoint = codePoint(at);
            if (CharacterClasses.of(codePoint) != NUMBER) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    /** {@code \s*[\r\n]+|\s+(?!\S)|\s+}: all white space is one UTF-16 unit. */
    private int space(int from) {
        int end = run(from, SPACE);
        for (int at = end; at > from; at--) {
            if (isNewline(text[at - 1])) {
                return at;
            }
        }
        return end == length || end == from + 1 ? end : end - 1;
    }

    private int newlines(int from) {
        int at = from;
        while (at < length && isNewline(text[at])) {
            at++;
        }
        return at;
    }

    private int run(int from, byte kind) {
        int at = from;
        while (at < length) {
            int codePoint = codePoint(at);
            if (CharacterClasses.of(codePoint) != kind) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    private int codePoint(int at) {
        char unit = text[at];
        return Character.isHighSurrogate(unit) ? Character.toCodePoint(unit, text[at + 1]) : unit;
    }

    private static boolean isNewline(int codePoint) {
        return codePoint == '\n' || codePoint == '\r';
    }
}
