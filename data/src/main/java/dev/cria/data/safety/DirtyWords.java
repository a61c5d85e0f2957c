package dev.cria.data.safety;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Spans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Drops documents with many listed words. C4 drops a document for a single one (Raffel et al. 2020,
 * arXiv:1910.10683, section 2.2); Llama 3 counts them (arXiv:2407.21783, section 3.1.1) and gives
 * no limit, so that the defaults are Cria's own. How many there are is noted in the meta of
 * documents that stay ({@code dirty_words: 2}).
 */
final class DirtyWords implements DocumentStep {

    static final String META = "dirty_words";

    static final StepKind KIND =
            new StepKind(
                    "word_list",
                    "drops what holds many listed dirty words (LDNOOBW)",
                    List.of(
                            Parameter.list(
                                    "lists",
                                    WordLists.USUAL,
                                    "shipped lists: " + String.join(", ", WordLists.SHIPPED)),
                            Parameter.paths("files", "more lists, one entry a line"),
                            Parameter.list(
                                    "allowed",
                                    List.of(),
                                    "words or phrases within which nothing counts"),
                            Parameter.paths("allowed_files", "files of them, one a line"),
                            Parameter.integer(
                                    "min_hits", 3, "fewest hits that can drop a text; 1 in C4"),
                            Parameter.number(
                                            "max_share",
                                            0,
                                            "share of letters and digits that hits must exceed to"
                                                    + " drop a text")
                                    .between(0, 1)),
                    DirtyWords::new);

    private final WordHits words;
    private final long minHits;
    private final double maxShare;

    private DirtyWords(Arguments arguments) {
        List<String> listed = new ArrayList<>();
        for (String language : arguments.list("lists")) {
            if (!WordLists.SHIPPED.contains(language)) {
                throw new UserException(
                        "step word_list: lists has '%s'; there are %s"
                                .formatted(language, WordLists.SHIPPED));
            }
            listed.addAll(WordLists.shipped(language));
        }
        listed.addAll(read(arguments.paths("files")));
        List<String> allowed = new ArrayList<>(arguments.list("allowed"));
        allowed.addAll(read(arguments.paths("allowed_files")));
        words = new WordHits(listed, allowed);
        minHits = Math.max(1, arguments.integer("min_hits"));
        maxShare = arguments.number("max_share");
    }

    private static List<String> read(List<Path> files) {
        return files.stream().flatMap(file -> WordLists.read(file).stream()).toList();
    }

    @Override
    public Outcome apply(DocumentView view) {
        char[] text = view.text().toCharArray();
        Spans hits = words.in(text);
        if (hits.size() == 0) {
            return Outcome.keep(view);
        }
        if (hits.size() >= minHits && share(text, hits) > maxShare) {
            return Outcome.drop("dirty_words", detail(text, hits));
        }
        String count = Integer.toString(hits.size());
        return Outcome.keep(view.with(view.document().withMeta(META, count)));
    }

    private static double share(char[] text, Spans hits) {
        long all = count(text, 0, text.length);
        long within = 0;
        for (int i = 0; i < hits.size(); i++) {
            within += count(text, hits.start(i), hits.end(i));
        }
        return all == 0 ? 1 : (double) within / all;
    }

    private static long count(char[] text, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += Character.isLetterOrDigit(text[i]) ? 1 : 0;
        }
        return count;
    }

    private static String detail(char[] text, Spans hits) {
        String first = new String(text, hits.start(0), hits.end(0) - hits.start(0));
        return String.format(
                Locale.ROOT,
                "%d hits, %.2f%% of letters and digits, the first '%s'",
                hits.size(),
                100 * share(text, hits),
                first);
    }
}
