package dev.cria.data.curate;

import dev.cria.data.pipeline.Decisions;
import dev.cria.data.source.Columns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Does what a pass asks for to the files of one task, with one thread. */
final class UnitRun implements AutoCloseable {

    private final CurateSettings settings;
    private final Pass pass;
    private final Decisions decisions;
    private final Path folder;
    private final OutputFormat format;
    private final Feed feed;
    private UnitFiles files;

    /**
     * The run of a task.
     *
     * @param decisions null where the pass begins with none
     * @param folder for the files of the units
     */
    UnitRun(CurateSettings settings, Pass pass, WorkerTask task, Decisions decisions, Path folder) {
        this.settings = settings;
        this.pass = pass;
        this.decisions = decisions;
        this.folder = folder;
        format = pass.format(settings);
        feed =
                new Feed(
                        task.files(),
                        task.arePartsOfARun() ? Columns.DEFAULT : settings.columns(),
                        settings.sizes(),
                        task.arePartsOfARun(),
                        0,
                        Position.START,
                        task.firstOrdinal());
    }

    List<UnitRecord> run() throws IOException {
        List<UnitRecord> units = new ArrayList<>();
        for (Batch batch = feed.next(); batch != null; batch = feed.next()) {
            if (files == null) {
                files = new UnitFiles(folder, batch.unit(), format, !pass.isLast());
            }
            files.add(
                    new BatchWork(pass, decisions, format.lines(), settings.keepDropped())
                            .of(batch));
            if (batch.endsUnit()) {
                units.add(files.finish(batch.end(), batch.isLast()));
                files = null;
            }
        }
        return units;
    }

    @Override
    public void close() throws IOException {
        feed.close();
        if (files != null) {
            files.close();
        }
    }
}
