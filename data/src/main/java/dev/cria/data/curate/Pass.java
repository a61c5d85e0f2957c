package dev.cria.data.curate;

import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.DocumentStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is done to each document while all of them are read once: first the decision of a step about
 * the whole corpus, then steps that look at one document, then what the next step about the corpus
 * wants to know.
 *
 * @param number from 0
 * @param decides null in the first pass
 * @param describes null in the last pass
 */
record Pass(
        int number,
        Named<CorpusStep> decides,
        List<Named<DocumentStep>> steps,
        Named<CorpusStep> describes) {

    /** A step and what it is called in the report. */
    record Named<T extends CurateStep>(String label, T step) {}

    /** The passes that steps take: one more than there are steps about the corpus. */
    static List<Pass> of(List<Named<CurateStep>> steps) {
        List<Pass> passes = new ArrayList<>();
        Named<CorpusStep> decides = null;
        List<Named<DocumentStep>> own = new ArrayList<>();
        for (Named<CurateStep> named : steps) {
            if (named.step() instanceof CorpusStep corpus) {
                Named<CorpusStep> describes = new Named<>(named.label(), corpus);
                passes.add(new Pass(passes.size(), decides, List.copyOf(own), describes));
                decides = describes;
                own.clear();
            } else {
                own.add(new Named<>(named.label(), (DocumentStep) named.step()));
            }
        }
        passes.add(new Pass(passes.size(), decides, List.copyOf(own), null));
        return passes;
    }

    boolean isLast() {
        return describes == null;
    }

    /** Labels of the steps that can drop documents in this pass. */
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        if (decides != null) {
            labels.add(decides.label());
        }
        steps.forEach(step -> labels.add(step.label()));
        return labels;
    }

    /** For the progress line. */
    String doing() {
        String names = labels().stream().collect(Collectors.joining(", "));
        return names.isEmpty() ? "reading" : names;
    }
}
