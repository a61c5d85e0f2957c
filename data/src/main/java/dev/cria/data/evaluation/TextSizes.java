package dev.cria.data.evaluation;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How long a text is: words as lm-evaluation-harness counts them (pieces between white space, also
 * empty ones at the ends), bytes of UTF-8, and characters of Unicode.
 */
public record TextSizes(int words, int bytes, int characters) {

    private static final Pattern SPACE =
            Pattern.compile("[\\s\\x1c-\\x1f\\x85\\p{Z}]+", Pattern.UNICODE_CHARACTER_CLASS);

    /** Measures a text. */
    public static TextSizes of(String text) {
        return new TextSizes(
                SPACE.split(text, -1).length,
                text.getBytes(StandardCharsets.UTF_8).length,
                text.codePointCount(0, text.length()));
    }
}
