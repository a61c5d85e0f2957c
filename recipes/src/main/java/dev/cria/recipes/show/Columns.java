package dev.cria.recipes.show;

/** Widths of text on a terminal, where Chinese characters take two columns. */
final class Columns {

    private Columns() {}

    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** At most {@code width} columns of a text, on one line. */
    static String fit(String text, int width) {
        StringBuilder fitted = new StringBuilder();
        int used = 0;
        for (int point : text.replaceAll("\\s+", " ").codePoints().toArray()) {
            if (used + width(point) > width) {
                return fitted.append('…').toString();
            }
            fitted.appendCodePoint(point);
            used += width(point);
        }
        return fitted.toString();
    }

    private static int width(int point) {
        boolean wide =
                (point >= 0x1100 && point <= 0x115F)
                        || (point >= 0x2E80 && point <= 0xA4CF)
                        || (point >= 0xAC00 && point <= 0xD7A3)
                        || (point >= 0xF900 && point <= 0xFAFF)
                        || (point >= 0xFE30 && point <= 0xFE6F)
                        || (point >= 0xFF00 && point <= 0xFF60)
                        || (point >= 0x1F300 && point <= 0x1FAFF)
                        || (point >= 0x20000 && point <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
