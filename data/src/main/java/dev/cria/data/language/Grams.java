package dev.cria.data.language;

import java.util.function.IntConsumer;

/**
 * What a text is told by: its runs of up to four letters, with the spaces around words, in lower
 * case, and the script of each letter. What is neither letter nor mark is a space.
 */
final class Grams {

    static final int LONGEST = 4;

    private static final int PRIME = 0x01000193;
    private static final int SCRIPT = 0x5C217000;
    private static final int HAN = script(Character.UnicodeScript.HAN);

    /** Of the characters of the basic plane; Java looks a script up by halving a list. */
    private static final int[] SCRIPTS = new int[1 << 16];

    static {
        for (int i = 0; i < SCRIPTS.length; i++) {
            SCRIPTS[i] = scriptOf(i);
        }
    }

    /** A Han character is a word: most of them are in no text of this length. */
    private static final int HAN_TIMES = 4;

    private Grams() {}

    /** Gives the hash of each run that ends in {@code from} to {@code to}. */
    static void each(CharSequence text, int from, int to, IntConsumer gram) {
        int[] last = new int[LONGEST];
        int known = 1;
        last[0] = ' ';
        for (int at = from; at < to; ) {
            int codePoint = Character.codePointAt(text, at);
            at += Character.charCount(codePoint);
            int letter = letter(codePoint);
            if (letter == ' ' && last[0] == ' ') {
                continue;
            }
            System.arraycopy(last, 0, last, 1, LONGEST - 1);
            last[0] = letter;
            known = Math.min(LONGEST, known + 1);
            int hash = PRIME;
            for (int length = 1; length <= known; length++) {
                hash = (hash ^ last[length - 1]) * PRIME;
                hash ^= hash >>> 15;
                if (length > 1 || letter != ' ') {
                    gram.accept(hash * PRIME + length);
                }
                if (length > 1 && last[length - 1] == ' ') {
                    break;
                }
            }
            if (letter != ' ') {
                int script = letter < SCRIPTS.length ? SCRIPTS[letter] : scriptOf(letter);
                int times = script == HAN ? HAN_TIMES : 1;
                for (int i = 0; i < times; i++) {
                    gram.accept(script);
                }
            }
        }
    }

    private static int scriptOf(int codePoint) {
        return script(Character.UnicodeScript.of(codePoint));
    }

    private static int script(Character.UnicodeScript script) {
        return SCRIPT + script.name().hashCode();
    }

    /** Whether a hash says no more than that there is a Han character. */
    static boolean isHan(int hash) {
        return hash == HAN;
    }

    private static int letter(int codePoint) {
        if (codePoint < 0x80) {
            int lower = codePoint | 0x20;
            return lower >= 'a' && lower <= 'z' ? lower : ' ';
        }
        int type = Character.getType(codePoint);
        boolean mark =
                type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
        return mark || Character.isLetter(codePoint) ? Character.toLowerCase(codePoint) : ' ';
    }
}
