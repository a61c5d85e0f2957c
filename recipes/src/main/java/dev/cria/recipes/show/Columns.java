package dev.cria.recipes.show;

import java.util.ArrayList;
import java.util.List;

/** Widths of text on a terminal, where Chinese characters take two columns. */
public final class Columns {

    private Columns() {}

    /** The columns that a text takes. */
    public static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** A text with spaces behind it, so wide. */
    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** A text in lines of at most {@code width} columns, broken at spaces where there are any. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        text.strip().lines().forEach(line -> wrap(line, Math.max(20, width), lines));
        return lines.isEmpty() ? List.of("") : lines;
    }

    private static void wrap(String text, int width, List<String> lines) {
        String rest = text;
        while (width(rest) > width) {
            int end = 0;
            int used = 0;
            int space = 0;
            while (used + width(rest.codePointAt(end)) <= width) {
                used += width(rest.codePointAt(end));
                space = rest.charAt(end) == ' ' ? end : space;
                end += Character.charCount(rest.codePointAt(end));
            }
            int cut = rest.charAt(end) == ' ' || space == 0 ? end : space;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
    }

    /**
     * East Asian Wide and Fullwidth (Unicode annex 11), by blocks; marks that combine take none.
     */
    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide =
                (point >= 0x1100 && point <= 0x115F)
                        || (point >= 0x2E80 && point <= 0xA4CF)
                        || (point >= 0xAC00 && point <= 0xD7A3)
                        || (point >= 0xF900 && point <= 0xFAFF)
                        || (point >= 0xFE30 && point <= 0xFE6F)
                        || (point >= 0xFF00 && point <= 0xFF60)
                        || (point >= 0xFFE0 && point <= 0xFFE6)
                        || (point >= 0x1F300 && point <= 0x1FAFF)
                        || (point >= 0x20000 && point <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
