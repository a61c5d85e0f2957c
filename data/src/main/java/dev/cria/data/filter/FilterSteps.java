package dev.cria.data.filter;

import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The filters of this package as steps. */
public final class FilterSteps {

    /** For the catalog. */
    public static final List<StepKind> KINDS =
            List.of(
                    new StepKind(
                            "word_list",
                            "drops what holds a listed dirty word, English or Chinese (LDNOOBW)",
                            List.of(
                                    Parameter.list(
                                            "allowed",
                                            List.of(),
                                            "words of the lists that are let through")),
                            arguments ->
                                    step(new WordListFilter(lower(arguments.list("allowed"))))));

    private FilterSteps() {}

    private static Set<String> lower(List<String> words) {
        return words.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static DocumentStep step(DocumentFilter filter) {
        return view ->
                filter.reasonToDrop(view.document())
                        .map(Outcome::drop)
                        .orElseGet(() -> Outcome.keep(view));
    }
}
