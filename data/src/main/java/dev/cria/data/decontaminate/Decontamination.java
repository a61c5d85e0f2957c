package dev.cria.data.decontaminate;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.BitSet;
import java.util.List;

/**
 * Drops or marks documents that share long sequences of words with evaluation sets: 13 words as in
 * GPT-3 (arXiv 2005.14165, appendix C), where a shorter text of at least 8 counts as a whole; Llama
 * 3 (arXiv 2407.21783, section 5.1.4) measures contamination by 8 words.
 */
public final class Decontamination implements DocumentStep {

    /** What recipes can set about it. */
    public static final StepKind KIND =
            new StepKind(
                    "decontaminate",
                    "drops or marks documents that share word sequences with evaluation sets",
                    List.of(
                            Parameter.paths(
                                    "sets",
                                    "evaluation sets: files (jsonl, csv, tsv, parquet, txt, also gzip)"
                                            + " or folders of them, each one set"),
                            Parameter.list(
                                    "fields",
                                    List.of(),
                                    "fields or columns with text; none for all"),
                            Parameter.integer(
                                            "ngram",
                                            13,
                                            "words of a sequence; GPT-3: 13, Llama 3: 8")
                                    .between(1, 32),
                            Parameter.integer(
                                            "min_words",
                                            8,
                                            "texts of fewer words than a sequence count as a whole"
                                                    + " from this many on; GPT-3: 8")
                                    .between(1, 32),
                            Parameter.integer(
                                            "min_matches",
                                            1,
                                            "places in a document where a sequence begins")
                                    .between(1, Long.MAX_VALUE),
                            Parameter.number(
                                            "min_share",
                                            0,
                                            "share of a document's words that stand in sequences")
                                    .between(0, 1),
                            Parameter.choice(
                                    "action",
                                    "drop",
                                    List.of("drop", "tag"),
                                    "drop the document, or note in the meta fields"
                                            + " contamination and contamination_share"),
                            Parameter.list(
                                    "allow",
                                    List.of(),
                                    "texts whose sequences do not count, such as licences")),
                    Decontamination::new);

    private final EvaluationSets sets;
    private final long minMatches;
    private final double minShare;
    private final boolean tags;

    Decontamination(Arguments arguments) {
        if (arguments.list("sets").isEmpty()) {
            throw new UserException(
                    "step decontaminate: 'sets' is empty; name the files of the evaluation sets");
        }
        int ngram = (int) arguments.integer("ngram");
        int shortest = (int) Math.min(arguments.integer("min_words"), ngram);
        sets =
                EvaluationSets.read(
                        arguments.paths("sets"),
                        arguments.list("fields"),
                        arguments.list("allow"),
                        shortest,
                        ngram);
        minMatches = arguments.integer("min_matches");
        minShare = arguments.number("min_share");
        tags = arguments.text("action").equals("tag");
    }

    @Override
    public Outcome apply(DocumentView view) {
        GramIndex index = sets.index();
        GramWords words = new GramWords(view.text(), index.longest());
        Overlap overlap = new Overlap(sets.names());
        BitSet found = new BitSet();
        for (int i = 0; i + index.shortest() <= words.size(); i++) {
            int length = index.match(words, i, found);
            if (length > 0) {
                overlap.add(words, i, length, found);
            }
        }
        double share = overlap.share(words.size());
        boolean contaminated = overlap.matches() >= minMatches && share >= minShare;
        if (tags) {
            return contaminated
                    ? Outcome.keep(
                            view.with(
                                    view.document()
                                            .withMeta("contamination", overlap.counts())
                                            .withMeta(
                                                    "contamination_share",
                                                    Double.toString(Math.rint(share * 1e6) / 1e6))))
                    : Outcome.keep(view);
        }
        return contaminated
                ? Outcome.drop(overlap.mostMatched(), overlap.detail())
                : Outcome.keep(view);
    }
}
