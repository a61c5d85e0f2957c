package dev.cria.data.text;

/** White space as Python sees it, which is what the published filters were written against. */
public final class Space {

    private Space() {}

    /** Python's {@code str.isspace}: of the bidirectional types WS, B, S or of category Zs. */
    public static boolean isSpace(char c) {
        if (c < 0x80) {
            return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
        }
        return c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** Where a stretch begins that has lost its white space in front. */
    public static int stripStart(char[] text, int from, int to) {
        int start = from;
        while (start < to && isSpace(text[start])) {
            start++;
        }
        return start;
    }

    /** Where a stretch ends that has lost its white space behind. */
    public static int stripEnd(char[] text, int from, int to) {
        int end = to;
        while (end > from && isSpace(text[end - 1])) {
            end--;
        }
        return end;
    }

    /** Without white space behind, as Python's {@code rstrip}. */
    public static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Without white space around, as Python's {@code strip}. */
    public static String strip(String text) {
        String ended = stripEnd(text);
        int start = 0;
        while (start < ended.length() && isSpace(ended.charAt(start))) {
            start++;
        }
        return ended.substring(start);
    }
}
