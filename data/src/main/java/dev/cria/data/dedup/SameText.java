package dev.cria.data.dedup;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A form in which texts are equal that differ only in letter case, in white space, or in Unicode
 * compatibility form such as full-width letters.
 */
final class SameText {

    private SameText() {}

    /** NFKC, lower case, and one space for white space of any kind, none at the ends. */
    static String of(String text) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String lower = compatible.toLowerCase(Locale.ROOT);
        StringBuilder result = new StringBuilder(lower.length());
        boolean space = false;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (isSpace(c)) {
                space = true;
                continue;
            }
            if (space && result.length() > 0) {
                result.append(' ');
            }
            space = false;
            result.append(c);
        }
        return result.toString();
    }

    private static boolean isSpace(char c) {
        return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : isWideSpace(c);
    }

    private static boolean isWideSpace(char c) {
        return c == 0x85 || Character.isSpaceChar(c);
    }
}
