package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.source.BadRowException;
import dev.cria.data.source.Compression;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Applies a pass to one batch of documents. Used by one thread, once. */
final class BatchWork {

    /** Names of what a dropped document carries. */
    static final String STEP = "dropped_by";

    static final String REASON = "dropped_for";
    static final String DETAIL = "dropped_detail";

    private final Pass pass;
    private final Decisions decisions;
    private final Compression lines;
    private final boolean keepDropped;
    private final List<String> labels;
    private final long[] in;
    private final List<TreeMap<String, Long>> reasons = new ArrayList<>();
    private final List<Document> kept = new ArrayList<>();
    private final List<Document> dropped = new ArrayList<>();
    private final List<BadRowNote> badRows = new ArrayList<>();
    private final FactsWriter facts = new FactsWriter();
    private final CardWork card;
    private long documents;
    private long charactersIn;
    private long charactersKept;

    /**
     * Work on a batch.
     *
     * @param decisions of the step that decides in this pass; null where there is none
     * @param lines how lines of kept documents are packed; null where they are no lines
     */
    BatchWork(Pass pass, Decisions decisions, Compression lines, boolean keepDropped) {
        this.pass = pass;
        this.decisions = decisions;
        this.lines = lines;
        this.keepDropped = keepDropped;
        card = new CardWork(pass, decisions);
        labels = pass.labels();
        in = new long[labels.size()];
        labels.forEach(label -> reasons.add(new TreeMap<>()));
    }

    BatchResult of(Batch batch) throws IOException {
        long ordinal = batch.firstOrdinal();
        for (Batch.Located located : batch.rows()) {
            try {
                Document document = located.row().document();
                documents++;
                card.begins(document, ordinal);
                charactersIn += card.characters();
                pass(document, ordinal++, located);
            } catch (BadRowException e) {
                BadRowNote note =
                        new BadRowNote(
                                located.file().toString(), located.row().number(), e.getMessage());
                badRows.add(note);
                card.isBad(note);
            }
        }
        return new BatchResult(
                tally(),
                lines == null ? kept : List.of(),
                lines == null ? new byte[0] : PackedLines.of(kept, lines),
                facts.bytes(),
                PackedLines.of(dropped, Compression.ZSTD),
                badRows,
                card.finish());
    }

    private void pass(Document document, long ordinal, Batch.Located located) throws IOException {
        DocumentView view = DocumentView.of(document);
        int step = 0;
        try {
            if (decisions != null) {
                view = after(step, view, decisions.decide(ordinal, view));
                step++;
            }
            for (Pass.Named<DocumentStep> named : pass.steps()) {
                if (view == null) {
                    return;
                }
                view = after(step, view, named.step().apply(view));
                step++;
            }
            if (view != null) {
                keep(view);
            }
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalStateException(
                    "step %s failed on document %s (%s:%d)"
                            .formatted(
                                    step < labels.size() ? labels.get(step) : "after the last",
                                    document.id(),
                                    located.file(),
                                    located.row().number()),
                    e);
        }
    }

    /** The view that goes on; null where the document was dropped. */
    private DocumentView after(int step, DocumentView before, Outcome outcome) {
        in[step]++;
        if (outcome instanceof Outcome.Kept keeps) {
            card.keeps(step, keeps.view().document());
            return keeps.view();
        }
        Outcome.Dropped drop = (Outcome.Dropped) outcome;
        card.drops(step, drop);
        reasons.get(step).merge(drop.reason(), 1L, Long::sum);
        if (keepDropped) {
            Document document =
                    before.document()
                            .withMeta(STEP, labels.get(step))
                            .withMeta(REASON, drop.reason());
            dropped.add(
                    drop.detail().isEmpty() ? document : document.withMeta(DETAIL, drop.detail()));
        }
        return null;
    }

    private void keep(DocumentView view) throws IOException {
        kept.add(view.document());
        card.ends();
        charactersKept += card.characters();
        if (pass.describes() != null) {
            facts.add(pass.describes().step(), view);
        }
    }

    private Tally tally() {
        List<StepCount> counts = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            TreeMap<String, Long> why = reasons.get(i);
            long lost = why.values().stream().mapToLong(Long::longValue).sum();
            counts.add(new StepCount(labels.get(i), in[i], in[i] - lost, why));
        }
        return new Tally(
                documents, charactersIn, kept.size(), charactersKept, badRows.size(), counts);
    }
}
