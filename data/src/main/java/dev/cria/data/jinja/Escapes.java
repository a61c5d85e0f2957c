package dev.cria.data.jinja;

/** Escapes in strings, as in Python's. */
final class Escapes {

    private Escapes() {}

    static String of(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                out.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : escaped == 'U' ? 8 : 0;
            int code = digits == 0 ? -1 : code(raw, i + 1, digits);
            if (code >= 0) {
                out.appendCodePoint(code);
                i += digits;
            } else {
                out.append(simple(escaped));
            }
        }
        return out.toString();
    }

    private static int code(String raw, int from, int digits) {
        if (from + digits > raw.length()) {
            return -1;
        }
        try {
            int code = Integer.parseUnsignedInt(raw.substring(from, from + digits), 16);
            return Character.isValidCodePoint(code) ? code : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String simple(char escaped) {
        return switch (escaped) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'v' -> "\u000B";
            case 'a' -> "\u0007";
            case '0' -> "\0";
            case '\n' -> "";
            case '\\', '\'', '"' -> String.valueOf(escaped);
            default -> "\\" + escaped;
        };
    }
}
