package dev.cria.data.heuristic;

import dev.cria.data.text.Lines;
import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;

/** How often a text holds what Gopher's rules on symbols and lines speak of. */
record TextCounts(int hashes, int ellipses, int lines, int bulletLines, int ellipsisLines) {

    static TextCounts of(char[] text) {
        Spans lines = Lines.anyBreak(text, 0, text.length);
        int bulletLines = 0;
        int ellipsisLines = 0;
        for (int i = 0; i < lines.size(); i++) {
            int start = Space.stripStart(text, lines.start(i), lines.end(i));
            int end = Space.stripEnd(text, start, lines.end(i));
            if (start < end && (text[start] == '•' || text[start] == '-')) {
                bulletLines++;
            }
            if (endsInEllipsis(text, start, end)) {
                ellipsisLines++;
            }
        }
        int hashes = 0;
        int ellipses = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '#') {
                hashes++;
            } else if (text[i] == '…') {
                ellipses++;
            } else if (isDots(text, i)) {
                ellipses++;
                i += 2;
            }
        }
        return new TextCounts(hashes, ellipses, lines.size(), bulletLines, ellipsisLines);
    }

    private static boolean endsInEllipsis(char[] text, int from, int to) {
        if (to - from >= 1 && text[to - 1] == '…') {
            return true;
        }
        return to - from >= 3 && isDots(text, to - 3);
    }

    private static boolean isDots(char[] text, int i) {
        return i + 2 < text.length && text[i] == '.' && text[i + 1] == '.' && text[i + 2] == '.';
    }
}
