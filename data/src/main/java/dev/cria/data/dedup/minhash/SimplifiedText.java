package dev.cria.data.dedup.minhash;

import java.text.Normalizer;
import java.util.BitSet;
import java.util.Locale;

/**
 * What is compared of a text, as datatrove 0.10's simplify_text: lower case, numbers as 0, spaces
 * instead of punctuation, one space for white space, canonically decomposed, without accents.
 */
final class SimplifiedText {

    /** datatrove's table; some marks of Chinese and Arabic are not in it. */
    private static final String MARKS =
            "!/—”:％１〈&(、━\\【#%「」，】；+^]~“《„';’{|∶´[=-`*．（–？！：$～«〉,><》)?）。…@_.\"}►»";

    private static final String DECIMAL_MARKS = ".,،٫⎖⎗⎘";
    private static final char FIRST_WITH_DECOMPOSITION = 'À';
    private static final BitSet PUNCTUATION = punctuation();

    private SimplifiedText() {}

    /** The simplified form of a text. */
    static String of(String text) {
        char[] lower = text.toLowerCase(Locale.ROOT).toCharArray();
        char[] result = new char[lower.length];
        int length = 0;
        boolean space = false;
        boolean decompose = false;
        for (int i = 0; i < lower.length; ) {
            int digit = digitLength(lower, i);
            char c = digit > 0 ? '0' : lower[i];
            i = digit > 0 ? numberEnd(lower, i) : i + 1;
            if (isSpace(c) || PUNCTUATION.get(c)) {
                space = true;
                continue;
            }
            if (space && length > 0) {
                result[length++] = ' ';
            }
            space = false;
            decompose |= c >= FIRST_WITH_DECOMPOSITION;
            result[length++] = c;
        }
        String simple = new String(result, 0, length);
        return decompose ? withoutAccents(simple) : simple;
    }

    /** Digits, and more digits behind one decimal mark. */
    private static int numberEnd(char[] text, int start) {
        int end = digitsEnd(text, start);
        if (end < text.length && DECIMAL_MARKS.indexOf(text[end]) >= 0) {
            int decimals = digitsEnd(text, end + 1);
            return decimals > end + 1 ? decimals : end;
        }
        return end;
    }

    private static int digitsEnd(char[] text, int start) {
        int at = start;
        for (int digit = digitLength(text, at); digit > 0; digit = digitLength(text, at)) {
            at += digit;
        }
        return at;
    }

    /** UTF-16 units of the digit of any script that is here; 0 if there is none. */
    private static int digitLength(char[] text, int at) {
        if (at >= text.length) {
            return 0;
        }
        char c = text[at];
        if (c < 0x80) {
            return c >= '0' && c <= '9' ? 1 : 0;
        }
        int codePoint = Character.codePointAt(text, at);
        return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER
                ? Character.charCount(codePoint)
                : 0;
    }

    private static String withoutAccents(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder result = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int codePoint = decomposed.codePointAt(i);
            if (codePoint < 0x300 || Character.getType(codePoint) != Character.NON_SPACING_MARK) {
                result.appendCodePoint(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return result.toString().strip();
    }

    /** Python's white space, of which control characters are punctuation here. */
    private static boolean isSpace(char c) {
        if (c < 0x80) {
            return c == ' ' || c == '\t' || c == '\n';
        }
        return Character.isSpaceChar(c);
    }

    private static BitSet punctuation() {
        BitSet set = new BitSet(Character.MAX_VALUE + 1);
        MARKS.chars().forEach(set::set);
        set.set(0, '\t');
        set.set(0x0B, ' ');
        set.set(0x7F, 0xA0);
        return set;
    }
}
