package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.source.Columns;
import dev.cria.data.source.Compression;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Reads all documents once and does to them what a pass asks for, unit by unit. */
final class PassRun implements AutoCloseable {

    /** What is on its way at a time, as a share of the heap: texts grow when they are looked at. */
    private static final long HEAP_SHARE = 64;

    private static final long BETWEEN_REPORTS_MILLIS = 500;

    private final CurateSettings settings;
    private final Pass pass;
    private final Journal journal;
    private final Feed feed;
    private final Decisions decisions;
    private final CurateProgress progress;
    private final OutputFormat format;
    private UnitFiles files;
    private long kept;
    private volatile long keptSoFar;
    private long badRows;

    /**
     * The run of a pass.
     *
     * @param inputs files of the pass: those of the user, or the parts of the pass before
     * @param before the pass before; null in the first one
     * @param decisions null where the pass begins with none
     */
    PassRun(
            CurateSettings settings,
            Pass pass,
            Journal journal,
            List<SourceFile> inputs,
            Journal before,
            Decisions decisions,
            CurateProgress progress) {
        this.settings = settings;
        this.pass = pass;
        this.journal = journal;
        this.decisions = decisions;
        this.progress = progress;
        format = pass.format(settings);
        Tally done = journal.tally();
        kept = done == null ? 0 : done.kept();
        badRows = done == null ? 0 : done.badRows();
        feed =
                new Feed(
                        inputs,
                        before == null ? settings.columns() : Columns.DEFAULT,
                        settings.sizes(),
                        before != null,
                        journal.records().size(),
                        journal.end(),
                        done == null ? 0 : done.in());
    }

    void run() throws InterruptedException {
        long room = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        Compression lines = format.lines();
        try (Conveyor conveyor = new Conveyor(settings.threads(), room)) {
            for (Batch batch = feed.next(); batch != null; batch = feed.next()) {
                Batch piece = batch;
                conveyor.put(
                        piece.bytes(),
                        () ->
                                new BatchWork(pass, decisions, lines, settings.keepDropped())
                                        .of(piece),
                        result -> take(piece, result));
                report();
            }
            while (!conveyor.isEmptyWithin(BETWEEN_REPORTS_MILLIS)) {
                report();
            }
        }
        report();
    }

    private void report() {
        progress.at(pass.doing(), feed.bytesRead(), feed.bytesTotal(), keptSoFar);
    }

    /** Called by one thread, in the order of the batches. */
    private void take(Batch batch, BatchResult result) throws IOException {
        for (BadRowNote note : result.badRows()) {
            badRows++;
            if (badRows > settings.badRowLimit()) {
                throw new UserException(
                        "%s; that is bad row number %d and %d are allowed: mend the file or raise bad_row_limit"
                                .formatted(note, badRows, settings.badRowLimit()));
            }
        }
        if (files == null) {
            files = new UnitFiles(journal.folder(), batch.unit(), format, !pass.isLast());
        }
        files.add(result);
        kept += result.tally().kept();
        keptSoFar = kept;
        if (batch.endsUnit()) {
            journal.add(files.finish(batch.end(), batch.isLast()));
            files = null;
        }
    }

    /** The parts of a pass that hold documents, and the documents in each, for the next pass. */
    static List<SourceFile> parts(Journal journal) {
        return IntStream.range(0, journal.records().size())
                .mapToObj(unit -> UnitFiles.name(unit, OutputFormat.JSONL_ZST.ending()))
                .map(name -> SourceFile.of(journal.folder().resolve(name)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        feed.close();
        if (files != null) {
            files.close();
        }
    }
}
