package dev.cria.data.safety.pii;

/** Tests of single characters, false for everything beyond ASCII, and of a text's neighbours. */
final class Ascii {

    private Ascii() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The character at a place, or a line feed outside of the text. */
    static char at(String text, int place) {
        return place >= 0 && place < text.length() ? text.charAt(place) : '\n';
    }

    /** Behind the last of the digits that begin at a place, of at most {@code limit}. */
    static int endOfDigits(String text, int from, int limit) {
        int end = from;
        while (end < text.length() && end - from < limit && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * Whether a number may stand from {@code start} to before {@code end}: it is not part of a
     * longer number, of a word, a decimal fraction or an identifier.
     */
    static boolean standsAlone(String text, int start, int end) {
        char before = at(text, start - 1);
        char after = at(text, end);
        return !joins(before, at(text, start - 2)) && !joins(after, at(text, end + 1));
    }

    /** Whether a neighbour, and what is beyond it, make one of what they stand beside. */
    private static boolean joins(char neighbour, char beyond) {
        return switch (neighbour) {
            case '_', '@', '%' -> true;
            case '-' -> isAlphanumeric(beyond);
            case '.', ',' -> isDigit(beyond);
            default -> isAlphanumeric(neighbour);
        };
    }
}
