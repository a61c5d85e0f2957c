package dev.cria.data.filter;

import java.util.Arrays;
import java.util.List;

/** Words between white space, and what they hold. */
final class Words {

    private Words() {}

    static List<String> of(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+"));
    }

    /** In Unicode code points. */
    static int length(String word) {
        return word.codePointCount(0, word.length());
    }

    static boolean hasLetter(String word) {
        return word.codePoints().anyMatch(Character::isLetter);
    }

    static boolean hasLetterOrDigit(String word) {
        return word.codePoints().anyMatch(Character::isLetterOrDigit);
    }
}
