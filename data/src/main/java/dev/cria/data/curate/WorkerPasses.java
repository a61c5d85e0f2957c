package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs passes with workers. A file is read by one task, so where a file is larger than a unit the
 * first pass only reads, and cuts it into parts for others. In all other passes a task is one part.
 */
final class WorkerPasses implements PassRunner {

    /** Small files go together into tasks of a quarter of a unit, since texts are often packed. */
    private static final int TASKS_PER_UNIT = 4;

    private final CurateSettings settings;
    private final Workers workers;
    private final CurateProgress progress;
    private final String json;
    private boolean readsFirst;

    WorkerPasses(CurateSettings settings, Workers workers, CurateProgress progress) {
        this.settings = settings;
        this.workers = workers;
        this.progress = progress;
        json = SettingsJson.write(settings);
    }

    /** The passes, where a first one only reads. */
    static List<Pass> passes(List<Pass.Named<CurateStep>> steps, boolean readsFirst) {
        if (!readsFirst) {
            return Pass.of(steps);
        }
        List<Pass> passes = new ArrayList<>(List.of(Pass.reading(Excerpts.of(steps))));
        Pass.of(steps).forEach(pass -> passes.add(pass.withNumber(passes.size())));
        return passes;
    }

    @Override
    public List<Pass> passes(List<Pass.Named<CurateStep>> steps, List<SourceFile> files) {
        readsFirst = files.stream().anyMatch(file -> bytes(file) > settings.sizes().unitBytes());
        return passes(steps, readsFirst);
    }

    @Override
    public boolean goesOn() {
        return false;
    }

    @Override
    public Journal run(Pass pass, List<SourceFile> inputs, Journal before)
            throws IOException, InterruptedException {
        if (pass.decides() != null) {
            Settling.of(settings, pass).ensure(before, progress);
        }
        Path folder = Files.createDirectories(Journal.folder(settings, pass));
        List<String> tasks =
                (before == null ? ofFiles(pass, inputs) : ofParts(pass, inputs, before))
                        .stream().map(WorkerTasks::write).toList();
        List<UnitRecord> records = new ArrayList<>();
        for (String answer : workers.run(pass.doing(), json, tasks)) {
            take(WorkerTasks.answer(answer), folder, records);
        }
        markLast(records);
        requireFewBadRows(folder, records);
        return Journal.of(folder, records);
    }

    private List<WorkerTask> ofFiles(Pass pass, List<SourceFile> files) {
        List<WorkerTask> tasks = new ArrayList<>();
        List<WorkerTask.Input> group = new ArrayList<>();
        long bytes = 0;
        for (SourceFile file : files) {
            group.add(WorkerTask.Input.of(file));
            bytes += bytes(file);
            if (bytes * TASKS_PER_UNIT >= settings.sizes().unitBytes()) {
                tasks.add(new WorkerTask(readsFirst, pass.number(), List.copyOf(group), false, 0));
                group.clear();
                bytes = 0;
            }
        }
        if (!group.isEmpty()) {
            tasks.add(new WorkerTask(readsFirst, pass.number(), List.copyOf(group), false, 0));
        }
        return tasks;
    }

    private List<WorkerTask> ofParts(Pass pass, List<SourceFile> parts, Journal before) {
        List<WorkerTask> tasks = new ArrayList<>();
        long ordinal = 0;
        for (int i = 0; i < parts.size(); i++) {
            List<WorkerTask.Input> part = List.of(WorkerTask.Input.of(parts.get(i)));
            tasks.add(new WorkerTask(readsFirst, pass.number(), part, true, ordinal));
            ordinal += before.records().get(i).tally().kept();
        }
        return tasks;
    }

    /** Gives the files of a task their names; what broken tries have left keeps its own. */
    private void take(WorkerTask.Answer answer, Path folder, List<UnitRecord> records)
            throws IOException {
        if (!answer.problem().isEmpty()) {
            throw new UserException(answer.problem());
        }
        for (UnitRecord unit : answer.units()) {
            UnitRecord numbered = unit.withNumber(records.size());
            for (String name : unit.files().keySet()) {
                Path file = Path.of(answer.folder()).resolve(name);
                Storage.disk()
                        .rename(file, folder.resolve(UnitFiles.renamed(name, numbered.unit())));
            }
            records.add(numbered);
        }
    }

    private static void markLast(List<UnitRecord> records) {
        int last = records.size() - 1;
        records.set(last, records.get(last).asLast());
    }

    private void requireFewBadRows(Path folder, List<UnitRecord> records) throws IOException {
        long count = records.stream().mapToLong(unit -> unit.tally().badRows()).sum();
        if (count <= settings.badRowLimit()) {
            return;
        }
        for (UnitRecord unit : records) {
            Path notes = folder.resolve(UnitFiles.name(unit.unit(), UnitFiles.BAD_ROWS));
            if (Files.isRegularFile(notes)) {
                throw new UserException(
                        "%d bad rows, and %d are allowed; the first is %s: mend the files or raise bad_row_limit"
                                .formatted(
                                        count,
                                        settings.badRowLimit(),
                                        Files.readAllLines(notes).get(0)));
            }
        }
    }

    private static long bytes(SourceFile file) {
        return file.path().toFile().length();
    }
}
