package dev.cria.data.text.spacy;

import static dev.cria.data.text.CharacterClasses.ALPHA;
import static dev.cria.data.text.CharacterClasses.DIGIT;
import static dev.cria.data.text.CharacterClasses.ICON;
import static dev.cria.data.text.CharacterClasses.LOWER;
import static dev.cria.data.text.CharacterClasses.QUOTE;
import static dev.cria.data.text.CharacterClasses.UPPER;

/** Where a word is split inside: the rules of spaCy's {@code lang/en/punctuation.py}. */
final class Infixes {

    private Infixes() {}

    /** The length of what splits the stretch at a place, 0 for nothing. */
    static int at(char[] text, int from, int to, int position) {
        char c = text[position];
        if (isWordCharacter(c)) {
            return 0;
        }
        return switch (c) {
            case '.' -> dots(text, from, to, position);
            case '…' -> 1;
            case ',' -> between(text, from, to, position, position + 1, ALPHA, ALPHA);
            case ':', '<', '>', '=', '/' -> betweenWords(text, from, to, position, 1);
            case '+', '*', '^' -> sign(text, from, to, position);
            case '-' -> {
                int length = sign(text, from, to, position);
                yield length > 0 ? length : dashes(text, from, to, position, 3);
            }
            case '—' -> dashes(text, from, to, position, 2);
            case '–', '~' -> dashes(text, from, to, position, 1);
            default -> icon(text, to, position);
        };
    }

    private static boolean isWordCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static int dots(char[] text, int from, int to, int position) {
        int end = position;
        while (end < to && text[end] == '.') {
            end++;
        }
        if (end - position > 1) {
            return end - position;
        }
        return between(text, from, to, position, end, LOWER | QUOTE, UPPER | QUOTE);
    }

    private static int sign(char[] text, int from, int to, int position) {
        boolean before = (Characters.before(text, from, position) & DIGIT) != 0;
        int next = position + 1;
        boolean after =
                next < to && (text[next] == '-' || (Characters.at(text, next, to) & DIGIT) != 0);
        return before && after ? 1 : 0;
    }

    /** One dash, or more of the same, as few as a letter follows. */
    private static int dashes(char[] text, int from, int to, int position, int most) {
        for (int length = 1; length <= most; length++) {
            int found = betweenWords(text, from, to, position, length);
            if (found > 0) {
                return found;
            }
            int next = position + length;
            if (next >= to || text[next] != text[position]) {
                return 0;
            }
        }
        return 0;
    }

    private static int betweenWords(char[] text, int from, int to, int position, int length) {
        return between(text, from, to, position, position + length, ALPHA | DIGIT, ALPHA);
    }

    private static int between(
            char[] text, int from, int to, int start, int end, int before, int after) {
        boolean splits =
                (Characters.before(text, from, start) & before) != 0
                        && (Characters.at(text, end, to) & after) != 0;
        return splits ? end - start : 0;
    }

    private static int icon(char[] text, int to, int position) {
        return (Characters.at(text, position, to) & ICON) != 0
                ? Characters.units(text, position, to)
                : 0;
    }
}
