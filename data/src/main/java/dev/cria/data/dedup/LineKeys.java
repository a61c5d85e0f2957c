package dev.cria.data.dedup;

import dev.cria.data.dedup.cluster.TextHash;
import java.io.IOException;

/**
 * The lines of a text by what counts of them: letters in lower case, digits as 0, one space for
 * white space between them, and nothing else, as in CCNet (arXiv 1911.00359, section 3.1). A line
 * without letters and digits has no key.
 */
final class LineKeys {

    /** Takes the lines of a text in turn. */
    @FunctionalInterface
    interface Visitor {

        /**
         * @param start of the line within the text, in UTF-16 units
         * @param end of the line, before its line feed
         * @param key null for a line of which nothing counts
         */
        void line(int start, int end, TextHash key) throws IOException;
    }

    private LineKeys() {}

    /** Goes through the lines of a text. */
    static void visit(String text, boolean normalise, Visitor visitor) throws IOException {
        char[] characters = text.toCharArray();
        char[] form = new char[characters.length];
        int start = 0;
        while (start <= characters.length) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? characters.length : end;
            int length = normalise(characters, start, end, form);
            TextHash key = null;
            if (length > 0) {
                key =
                        normalise
                                ? TextHash.of(form, 0, length)
                                : TextHash.of(characters, start, end - start);
            }
            visitor.line(start, end, key);
            start = end + 1;
        }
    }

    private static int normalise(char[] text, int start, int end, char[] form) {
        int length = 0;
        boolean space = false;
        for (int i = start; i < end; i++) {
            char c = form(text[i]);
            if (c == ' ') {
                space = true;
            } else if (c != 0) {
                if (space && length > 0) {
                    form[length++] = ' ';
                }
                space = false;
                form[length++] = c;
            }
        }
        return length;
    }

    /** What a character counts as; 0 for nothing. */
    private static char form(char c) {
        if (c >= 'a' && c <= 'z') {
            return c;
        }
        if (Character.isLetter(c) || Character.isSurrogate(c)) {
            return Character.toLowerCase(c);
        }
        if (Character.isDigit(c)) {
            return '0';
        }
        return Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : (char) 0;
    }
}
