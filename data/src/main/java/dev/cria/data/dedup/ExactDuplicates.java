package dev.cria.data.dedup;

import dev.cria.data.dedup.cluster.Duplicates;
import dev.cria.data.dedup.cluster.EqualKeys;
import dev.cria.data.dedup.cluster.KeepRule;
import dev.cria.data.dedup.cluster.KeyFacts;
import dev.cria.data.dedup.cluster.TextHash;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.Workplace;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Of documents with the same text, keeps one. */
final class ExactDuplicates implements CorpusStep {

    static final StepKind KIND =
            new StepKind(
                    "exact_dedup",
                    "of documents with the same text, keeps one",
                    List.of(
                            Parameter.flag(
                                    "normalise",
                                    true,
                                    "texts that differ in case, white space or width of letters are the same"),
                            KeepRule.KEEP,
                            KeepRule.SCORE_FIELD,
                            KeepRule.SIZE_FIELD),
                    ExactDuplicates::new);

    private final boolean normalise;
    private final KeepRule keep;

    ExactDuplicates(Arguments arguments) {
        normalise = arguments.flag("normalise");
        keep = KeepRule.of(arguments);
    }

    @Override
    public void describe(DocumentView view, DataOutput facts) throws IOException {
        String text = normalise ? SameText.of(view.text()) : view.text();
        new KeyFacts(TextHash.of(text), keep.priority(view.document())).write(facts);
    }

    @Override
    public void settle(Facts facts, Workplace place) throws IOException {
        EqualKeys.settle(facts, place, keep.lastWins());
    }

    @Override
    public Decisions open(Path folder) throws IOException {
        return Duplicates.open(folder, "same_text", keep.sizeField());
    }
}
