package dev.cria.data.text.spacy;

import static dev.cria.data.text.CharacterClasses.BEFORE_DOT;
import static dev.cria.data.text.CharacterClasses.CURRENCY;
import static dev.cria.data.text.CharacterClasses.DIGIT;
import static dev.cria.data.text.CharacterClasses.PREFIX;
import static dev.cria.data.text.CharacterClasses.SUFFIX;
import static dev.cria.data.text.CharacterClasses.UPPER;

import dev.cria.data.text.CharKeys;

/**
 * What is split off in front of a word and behind it: the rules TOKENIZER_PREFIXES and
 * TOKENIZER_SUFFIXES of spaCy's {@code lang/punctuation.py}. A rule that looks back sees nothing in
 * front of the stretch.
 */
final class Affixes {

    /** The last Cyrillic unit and the first Arabic one run together, as they do in spaCy. */
    private static final String UNITS =
            "km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb"
                    + " oz m/s km/h kmh mph hPa Pa mbar mb MB kb KB gb GB tb TB T G M K %"
                    + " км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г мг м/с км/ч кПа"
                    + " Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم كم² كم³ م م² م³ سم سم² سم³ مم"
                    + " مم² مم³ كم غرام جرام جم كغ ملغ كوب اكواب";

    private static final CharKeys<Boolean> UNIT = new CharKeys<>();
    private static final int LONGEST_UNIT = 5;

    static {
        for (String unit : UNITS.split(" ", -1)) {
            UNIT.put(unit, true);
        }
    }

    private Affixes() {}

    /** How many units to split off in front; 0 for none. */
    static int prefix(char[] text, int from, int to) {
        if ((Characters.at(text, from, to) & PREFIX) != 0) {
            return Characters.units(text, from, to);
        }
        char first = text[from];
        if (first == '+') {
            return (Characters.at(text, from + 1, to) & DIGIT) == 0 ? 1 : 0;
        }
        if (first == '.') {
            int end = from;
            while (end < to && text[end] == '.') {
                end++;
            }
            return end - from > 1 ? end - from : 0;
        }
        return dollar(text, from, to);
    }

    /** How many units to split off behind, the most that any rule takes; 0 for none. */
    static int suffix(char[] text, int from, int to) {
        if (from == to) {
            return 0;
        }
        int classes = Characters.before(text, from, to);
        char last = text[to - 1];
        int length = 0;
        if ((classes & SUFFIX) != 0) {
            length = Character.isLowSurrogate(last) ? 2 : 1;
            if (last == '…' && to - from > 1 && text[to - 2] == '…') {
                length = 2;
            }
        }
        int before = Characters.before(text, from, to - 1);
        if (last == '.') {
            return Math.max(length, dots(text, from, to, before));
        }
        if ((last == 's' || last == 'S') && to - from > 1 && isApostrophe(text[to - 2])) {
            return Math.max(length, 2);
        }
        if ((before & DIGIT) != 0 && (last == '+' || (classes & CURRENCY) != 0)) {
            return Math.max(length, 1);
        }
        return Math.max(length, afterDigit(text, from, to));
    }

    private static int dots(char[] text, int from, int to, int before) {
        int start = to;
        while (start > from && text[start - 1] == '.') {
            start--;
        }
        if (to - start > 1) {
            return to - start;
        }
        if ((before & BEFORE_DOT) != 0) {
            return 1;
        }
        boolean initials = (before & UPPER) != 0 && (beforeThat(text, from, to - 1) & UPPER) != 0;
        return initials || isDegree(text, from, to) ? 1 : 0;
    }

    /** The classes of the character before the one that ends at a place. */
    private static int beforeThat(char[] text, int from, int position) {
        int previous = position - Character.charCount(Character.codePointBefore(text, position));
        return Characters.before(text, from, previous);
    }

    private static boolean isDegree(char[] text, int from, int to) {
        return to - from > 2 && text[to - 3] == '°' && "FfCcKk".indexOf(text[to - 2]) >= 0;
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '’';
    }

    /** A unit or currency behind the last digit. */
    private static int afterDigit(char[] text, int from, int to) {
        int digit = to - 1;
        while (digit >= from && digit >= to - LONGEST_UNIT - 1 && !isDigit(text[digit])) {
            digit--;
        }
        if (digit < from || !isDigit(text[digit]) || digit == to - 1) {
            return 0;
        }
        int length = to - digit - 1;
        boolean known =
                UNIT.get(text, digit + 1, to) != null || dollar(text, digit + 1, to) == length;
        return known ? length : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The length of US$, C$ or A$ at the beginning of a stretch; 0 for none. */
    private static int dollar(char[] text, int from, int to) {
        if (to - from >= 2 && text[from + 1] == '$' && (text[from] == 'C' || text[from] == 'A')) {
            return 2;
        }
        boolean us = to - from >= 3 && text[from] == 'U' && text[from + 1] == 'S';
        return us && text[from + 2] == '$' ? 3 : 0;
    }
}
