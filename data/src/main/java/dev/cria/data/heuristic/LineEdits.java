package dev.cria.data.heuristic;

import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.text.Lines;
import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;

/** Takes a text apart into lines and puts together what is left of them. */
final class LineEdits {

    /** What becomes of a line. */
    @FunctionalInterface
    interface Edit {

        /**
         * What is left of a line, which is not blank; null for nothing.
         *
         * @param text that the line is part of
         * @param from where it begins
         */
        String apply(String line, char[] text, int from);
    }

    private LineEdits() {}

    /**
     * The document with its lines edited; blank lines stay. One that would lose all its lines is
     * dropped for {@code reason}.
     */
    static Outcome apply(DocumentView view, String reason, Edit edit) {
        String all = view.text();
        char[] text = all.toCharArray();
        Spans lines = view.get(Lines.LINE_FEED);
        StringBuilder left = null;
        for (int i = 0; i < lines.size(); i++) {
            int start = lines.start(i);
            int end = lines.end(i);
            String line = all.substring(start, end);
            boolean isBlank = Space.stripStart(text, start, end) == end;
            String edited = isBlank ? line : edit.apply(line, text, start);
            if (left == null && !line.equals(edited)) {
                left = new StringBuilder(text.length).append(text, 0, start);
            }
            if (left != null && edited != null) {
                left.append(edited).append('\n');
            }
        }
        return left == null ? Outcome.keep(view) : changed(view, reason, left);
    }

    private static Outcome changed(DocumentView view, String reason, StringBuilder left) {
        // There is a break between two lines, and none behind the last.
        String result = left.substring(0, Math.max(0, left.length() - 1));
        return result.isBlank()
                ? Outcome.drop(reason)
                : Outcome.keep(view.with(view.document().withText(result)));
    }
}
