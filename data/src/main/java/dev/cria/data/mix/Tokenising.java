package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.Batch;
import dev.cria.data.curate.Conveyor;
import dev.cria.data.curate.Feed;
import dev.cria.data.curate.Position;
import dev.cria.data.dataset.TextTokens;
import dev.cria.data.shard.PackedRows;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads all documents once and keeps the tokens of those that a source takes: a file for each unit,
 * a row for each document, with its pieces.
 */
final class Tokenising implements AutoCloseable {

    /** What is on its way at a time, as a share of the heap. */
    private static final long HEAP_SHARE = 64;

    private static final long BETWEEN_REPORTS_MILLIS = 500;

    private final MixSettings settings;
    private final Intake intake;
    private final MixProgress progress;
    private final TextTokens texts;
    private final Feed feed;
    private final UnitWriter writer;
    private UnitFacts facts;
    private long badRows;
    private final AtomicLong tokens;

    /** Goes on after the units that are done. */
    Tokenising(MixSettings settings, Intake intake, FileLog log, MixProgress progress) {
        this.settings = settings;
        this.intake = intake;
        this.progress = progress;
        writer = new UnitWriter(log);
        texts = new TextTokens(settings.tokenizer());
        UnitFacts done = log.facts();
        badRows = done == null ? 0 : done.badRows();
        tokens = new AtomicLong(done == null ? 0 : tokens(done));
        feed =
                new Feed(
                        intake.files(),
                        settings.columns(),
                        settings.sizes(),
                        false,
                        log.size(),
                        done == null ? Position.START : done.end(),
                        0);
    }

    void run() throws InterruptedException, IOException {
        long room = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        try (Conveyor conveyor = new Conveyor(settings.threads(), room)) {
            for (Batch batch = feed.next(); batch != null; batch = feed.next()) {
                Batch piece = batch;
                conveyor.put(
                        piece.bytes(),
                        () -> TokenBatch.of(piece, intake, texts, settings.limit()),
                        result -> take(piece, result));
                report();
            }
            while (!conveyor.isEmptyWithin(BETWEEN_REPORTS_MILLIS)) {
                report();
            }
        }
        writer.await();
        report();
    }

    private void report() {
        progress.at(
                "tokenising: " + Amount.show(tokens.get()) + " tokens",
                feed.bytesRead(),
                feed.bytesTotal());
    }

    /** Called by one thread, in the order of the batches. */
    private void take(Batch batch, TokenBatch result) throws IOException {
        for (String problem : result.badRows()) {
            badRows++;
            if (badRows > settings.badRowLimit()) {
                throw new UserException(
                        "%s; that is bad row number %d and %d are allowed: mend the file or raise bad_row_limit"
                                .formatted(problem, badRows, settings.badRowLimit()));
            }
        }
        PackedRows rows = writer.rows();
        for (TokenBatch.Tokens document : result.documents()) {
            int start = 0;
            for (int end : document.ends()) {
                rows.piece(document.ids(), start, end, document.source(), document.origin());
                start = end;
            }
            rows.endRow();
        }
        UnitFacts more =
                new UnitFacts(
                        batch.end(),
                        batch.isLast(),
                        result.counts(),
                        result.leftOut(),
                        result.badRows().size());
        facts = facts == null ? more : facts.plus(more);
        tokens.addAndGet(tokens(more));
        if (batch.endsUnit()) {
            writer.end(facts);
            facts = null;
        }
    }

    private static long tokens(UnitFacts facts) {
        return facts.sources().stream().mapToLong(SourceCount::tokens).sum();
    }

    @Override
    public void close() {
        writer.close();
        feed.close();
    }
}
