package dev.cria.data.curate;

import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.DocumentStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is done to each document while all of them are read once: first the decision of a step about
 * the whole corpus, then steps that look at one document, then what the next step about the corpus
 * wants to know.
 *
 * @param number from 0
 * @param decides null in the first pass
 * @param describes null where no step about the corpus follows
 * @param isLast whether it writes the output
 * @param excerpts what the data card shows of texts
 */
record Pass(
        int number,
        Named<CorpusStep> decides,
        List<Named<DocumentStep>> steps,
        Named<CorpusStep> describes,
        boolean isLast,
        Excerpts excerpts) {

    /** A step and what it is called in the report. */
    record Named<T extends CurateStep>(String label, T step) {}

    /** The steps made; of several of one name, the second is called NAME-2. */
    static List<Named<CurateStep>> named(List<ChosenStep> chosen) {
        Map<String, Integer> seen = new HashMap<>();
        List<Named<CurateStep>> steps = new ArrayList<>();
        for (ChosenStep step : chosen) {
            int number = seen.merge(step.name(), 1, Integer::sum);
            String label = number == 1 ? step.name() : step.name() + "-" + number;
            steps.add(new Named<>(label, step.make()));
        }
        return steps;
    }

    /** A pass that reads documents and writes them, before others. */
    static Pass reading(Excerpts excerpts) {
        return new Pass(0, null, List.of(), null, false, excerpts);
    }

    /** The same with another number. */
    Pass withNumber(int other) {
        return new Pass(other, decides, steps, describes, isLast, excerpts);
    }

    /** The passes that steps take: one more than there are steps about the corpus. */
    static List<Pass> of(List<Named<CurateStep>> steps) {
        Excerpts excerpts = Excerpts.of(steps);
        List<Pass> passes = new ArrayList<>();
        Named<CorpusStep> decides = null;
        List<Named<DocumentStep>> own = new ArrayList<>();
        for (Named<CurateStep> named : steps) {
            if (named.step() instanceof CorpusStep corpus) {
                Named<CorpusStep> describes = new Named<>(named.label(), corpus);
                passes.add(
                        new Pass(
                                passes.size(),
                                decides,
                                List.copyOf(own),
                                describes,
                                false,
                                excerpts));
                decides = describes;
                own.clear();
            } else {
                own.add(new Named<>(named.label(), (DocumentStep) named.step()));
            }
        }
        passes.add(new Pass(passes.size(), decides, List.copyOf(own), null, true, excerpts));
        return passes;
    }

    /** The format of the documents that it writes. */
    OutputFormat format(CurateSettings settings) {
        return isLast ? settings.format() : OutputFormat.JSONL_ZST;
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
