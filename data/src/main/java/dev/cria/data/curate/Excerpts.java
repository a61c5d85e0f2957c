package dev.cria.data.curate;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.safety.pii.MaskPii;
import java.util.List;

/**
 * What is shown of a text. Where a step of the run replaces personal data, that is also replaced in
 * what is shown of documents that never came to that step.
 *
 * @param masks the steps that replace it
 */
record Excerpts(List<Pass.Named<DocumentStep>> masks) {

    /** Code points of an excerpt. */
    private static final int LENGTH = 320;

    /** Of what is before a change. */
    private static final int LEAD = 60;

    /** Masking makes a text shorter, at most by this factor within an excerpt that matters. */
    private static final int MARGIN = 4;

    static Excerpts of(List<Pass.Named<CurateStep>> steps) {
        return new Excerpts(
                steps.stream()
                        .filter(named -> named.step() instanceof MaskPii)
                        .map(named -> new Pass.Named<>(named.label(), (DocumentStep) named.step()))
                        .toList());
    }

    /** Labels of the steps that replace personal data. */
    List<String> maskedBy() {
        return masks.stream().map(Pass.Named::label).toList();
    }

    /** The beginning of a text. */
    String beginning(String text) {
        return cut(masked(text.substring(0, end(text, 0, MARGIN * LENGTH))), 0);
    }

    /** A text before and after a change; from a little before the first difference. */
    record Change(String before, String after) {}

    /** What was changed; {@code before} is empty where it is personal data alone that changed. */
    Change change(String before, String after) {
        String from = masked(before);
        String to = masked(after);
        if (from.equals(to)) {
            return new Change("", cut(to, start(before, to)));
        }
        int start = start(from, to);
        return new Change(cut(from, start), cut(to, start));
    }

    /** Without personal data. */
    String masked(String text) {
        DocumentView view = DocumentView.of(Document.of("", text, ""));
        for (Pass.Named<DocumentStep> mask : masks) {
            if (mask.step().apply(view) instanceof Outcome.Kept kept) {
                view = kept.view();
            }
        }
        return view.text();
    }

    /** Where to begin, so that the first difference is seen: at the start of a word or line. */
    private static int start(String one, String other) {
        int same = 0;
        int most = Math.min(one.length(), other.length());
        while (same < most && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        int start = Math.max(0, same - LEAD);
        while (start > 0 && start < same && !Character.isWhitespace(one.charAt(start - 1))) {
            start++;
        }
        boolean splits = start > 0 && start < most && Character.isLowSurrogate(one.charAt(start));
        return splits ? start - 1 : start;
    }

    private static String cut(String text, int from) {
        int start = Math.min(from, text.length());
        int end = end(text, start, LENGTH);
        return (start > 0 ? "…" : "")
                + text.substring(start, end)
                + (end < text.length() ? "…" : "");
    }

    private static int end(String text, int start, int points) {
        int units = Math.min(text.length() - start, points);
        int end = start + units;
        return end < text.length() && end > start && Character.isHighSurrogate(text.charAt(end - 1))
                ? end - 1
                : end;
    }
}
