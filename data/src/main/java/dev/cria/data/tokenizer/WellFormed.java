package dev.cria.data.tokenizer;

import java.nio.charset.StandardCharsets;

/** Text in which every surrogate has its partner. */
final class WellFormed {

    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The UTF-16 of a text, U+FFFD for lone surrogates. */
    static char[] chars(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (!Character.isSurrogate(chars[i])) {
                continue;
            }
            if (i + 1 < chars.length && Character.isSurrogatePair(chars[i], chars[i + 1])) {
                i++;
            } else {
                chars[i] = REPLACEMENT;
            }
        }
        return chars;
    }

    /** The text itself, or one with U+FFFD for lone surrogates. */
    static String string(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(chars(text));
            }
        }
        return text;
    }

    /** Bytes of a stretch of well-formed UTF-16. */
    static byte[] utf8(char[] chars, int from, int to) {
        return new String(chars, from, to - from).getBytes(StandardCharsets.UTF_8);
    }
}
