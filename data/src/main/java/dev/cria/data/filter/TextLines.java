package dev.cria.data.filter;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Lines of a text and the share of them that is of a kind. */
final class TextLines {

    private TextLines() {}

    /** The lines that are not blank, without space around them. */
    static List<String> of(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    static double share(List<String> lines, Predicate<String> kind) {
        return lines.isEmpty() ? 0 : (double) lines.stream().filter(kind).count() / lines.size();
    }

    static boolean isBullet(String line) {
        return line.startsWith("•") || line.startsWith("-");
    }

    static boolean endsWithEllipsis(String line) {
        return line.endsWith("...") || line.endsWith("…");
    }

    /** How often a text holds a piece, without overlap. */
    static int count(String text, String piece) {
        int count = 0;
        for (int i = text.indexOf(piece); i >= 0; i = text.indexOf(piece, i + piece.length())) {
            count++;
        }
        return count;
    }
}
