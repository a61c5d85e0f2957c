package dev.cria.data.chat;

/** What the {@code trim} of Jinja, which is Python's {@code str.strip}, takes away. */
final class Whitespace {

    private Whitespace() {}

    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Source: {@code str.isspace} in the Python documentation: Zs, or bidirectional WS, B or S. */
    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || (c >= 0x1C && c <= 0x1F)
                || c == 0x85
                || Character.getType(c) == Character.SPACE_SEPARATOR
                || c == 0x2028
                || c == 0x2029;
    }
}
