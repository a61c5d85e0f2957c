package dev.cria.data.curate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.Decisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** What a worker does. Several tasks may run in a process at once, each with one thread. */
public final class WorkerTasks {

    private static final JsonMapper JSON = new JsonMapper();

    /** The steps of the last run: making some of them takes longer than a task. */
    private static Prepared last;

    private WorkerTasks() {}

    private record Prepared(
            String json, CurateSettings settings, List<Pass.Named<CurateStep>> steps) {}

    /**
     * Does a task of {@link Workers#run} and gives its answer.
     *
     * @throws IOException when files cannot be read or written; another try may succeed
     */
    public static String run(String settings, String task) throws IOException {
        try {
            return write(run(prepared(settings), JSON.readValue(task, WorkerTask.class)));
        } catch (UserException e) {
            return write(new WorkerTask.Answer(e.getMessage(), "", List.of()));
        }
    }

    private static WorkerTask.Answer run(Prepared run, WorkerTask task) throws IOException {
        CurateSettings settings = run.settings();
        Pass pass = WorkerPasses.passes(run.steps(), task.readsFirst()).get(task.pass());
        Path folder = Journal.folder(settings, pass).resolve("task-" + UUID.randomUUID());
        Files.createDirectories(folder);
        try (Decisions decisions =
                        pass.decides() == null
                                ? null
                                : pass.decides()
                                        .step()
                                        .open(Settling.folder(settings, pass.number()));
                UnitRun units = new UnitRun(settings, pass, task, decisions, folder)) {
            return new WorkerTask.Answer("", folder.toString(), units.run());
        }
    }

    private static synchronized Prepared prepared(String json) {
        if (last == null || !last.json().equals(json)) {
            CurateSettings settings = SettingsJson.read(json);
            last = new Prepared(json, settings, Pass.named(settings.steps()));
        }
        return last;
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static WorkerTask.Answer answer(String json) {
        try {
            return JSON.readValue(json, WorkerTask.Answer.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the answer of a worker: " + json, e);
        }
    }
}
