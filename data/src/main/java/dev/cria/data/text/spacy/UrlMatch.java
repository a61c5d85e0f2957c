package dev.cria.data.text.spacy;

import static dev.cria.data.text.CharacterClasses.LOWER;

/**
 * Whether a stretch without white space is an address, by the grammar of URL_PATTERN in spaCy's
 * {@code lang/tokenizer_exceptions.py}, in time linear in the stretch for each {@code @} in it.
 */
final class UrlMatch {

    private static final int MAX_LABEL = 64;
    private static final int MAX_TLD = 63;

    private UrlMatch() {}

    static boolean matches(char[] text, int from, int to) {
        if (!hasInnerDot(text, from, to)) {
            return false;
        }
        int behindScheme = behindScheme(text, from, to);
        return hostFrom(text, from, to) || (behindScheme > 0 && hostFrom(text, behindScheme, to));
    }

    private static boolean hasInnerDot(char[] text, int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            if (text[i] == '.') {
                return true;
            }
        }
        return false;
    }

    private static int behindScheme(char[] text, int from, int to) {
        int end = from;
        while (end < to && isSchemeCharacter(text[end])) {
            end++;
        }
        boolean isScheme =
                end - from >= 2
                        && end + 3 <= to
                        && text[end] == ':'
                        && text[end + 1] == '/'
                        && text[end + 2] == '/';
        return isScheme ? end + 3 : 0;
    }

    private static boolean isSchemeCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '+' || c == '-' || c == '.';
    }

    /** A host at a place, or behind any name of a user that ends in an at sign. */
    private static boolean hostFrom(char[] text, int from, int to) {
        if (isHost(text, from, to)) {
            return true;
        }
        for (int i = from + 1; i < to; i++) {
            if (text[i] == '@' && isHost(text, i + 1, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHost(char[] text, int from, int to) {
        int end = IpAddress.end(text, from, to);
        if (end > 0 && isRest(text, end, to)) {
            return true;
        }
        int label = from;
        for (int i = from; i < to && (isHostCharacter(text[i]) || text[i] == '.'); i++) {
            if (text[i] == '.') {
                if (!isLabel(text, label, i)) {
                    return false;
                }
                label = i + 1;
            }
        }
        if (label == from) {
            return false;
        }
        int tld = label;
        while (tld < to && (Characters.at(text, tld, to) & LOWER) != 0) {
            tld += Characters.units(text, tld, to);
        }
        int length = Character.codePointCount(text, label, tld - label);
        return length >= 2 && length <= MAX_TLD && isRest(text, tld, to);
    }

    private static boolean isLabel(char[] text, int from, int to) {
        int length = to - from;
        return length >= 1
                && length <= MAX_LABEL
                && isLabelEnd(text[from])
                && isLabelEnd(text[to - 1]);
    }

    private static boolean isHostCharacter(char c) {
        return isLabelEnd(c) || c == '_' || c == '-';
    }

    private static boolean isLabelEnd(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c >= '¡' && !Character.isSurrogate(c));
    }

    /** A port and a path, or either, or nothing. */
    private static boolean isRest(char[] text, int from, int to) {
        int end = from;
        if (end < to && text[end] == ':') {
            end++;
            while (end < to && Character.isDigit(text[end])) {
                end++;
            }
            int digits = end - from - 1;
            if (digits < 2 || digits > 5) {
                return false;
            }
        }
        return end == to || text[end] == '/' || text[end] == '?' || text[end] == '#';
    }
}
