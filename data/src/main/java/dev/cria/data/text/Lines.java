package dev.cria.data.text;

import dev.cria.data.pipeline.Feature;

/** Ways to take a text apart at its line breaks. */
public final class Lines {

    /** Python's {@code str.splitlines}: at any line break of Unicode, none behind the last. */
    public static final Feature<Spans> ANY_BREAK =
            text -> anyBreak(text.toCharArray(), 0, text.length());

    /** Python's {@code split("\n")}: what lies between line feeds, also if it is empty. */
    public static final Feature<Spans> LINE_FEED =
            text -> runs(text.toCharArray(), 0, text.length(), 1, 1);

    private Lines() {}

    /** Stretches between runs of line feeds, {@code re.split("\n{least,}")}. */
    public static Spans betweenRuns(char[] text, int from, int to, int least) {
        return runs(text, from, to, least, Integer.MAX_VALUE);
    }

    private static Spans runs(char[] text, int from, int to, int least, int most) {
        Spans lines = new Spans();
        int start = from;
        for (int i = from; i < to; i++) {
            if (text[i] != '\n') {
                continue;
            }
            int end = i + 1;
            while (end < to && text[end] == '\n' && end - i < most) {
                end++;
            }
            if (end - i >= least) {
                lines.add(start, i);
                start = end;
            }
            i = end - 1;
        }
        lines.add(start, to);
        return lines;
    }

    /** The lines of a stretch, as {@link #ANY_BREAK} has them. */
    public static Spans anyBreak(char[] text, int from, int to) {
        Spans lines = new Spans();
        int start = from;
        for (int i = from; i < to; i++) {
            if (isBreak(text[i])) {
                lines.add(start, i);
                if (text[i] == '\r' && i + 1 < to && text[i + 1] == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        if (start < to) {
            lines.add(start, to);
        }
        return lines;
    }

    private static boolean isBreak(char c) {
        if (c > 0x1e) {
            return c == 0x85 || c == 0x2028 || c == 0x2029;
        }
        return (c >= '\n' && c <= '\r') || c >= 0x1c;
    }
}
