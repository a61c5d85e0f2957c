package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All runs with their states; what has not changed is not read again. */
final class RunList {

    private static final long SCAN_NANOS = 2_000_000_000L;

    private final RunsFolder folder;
    private final Launcher launcher;
    private final Map<String, Known> known = new HashMap<>();
    private List<RunDir> runs = List.of();
    private long scanned;

    /** What was read of a run, and what it looked like then. */
    private record Known(long stamp, boolean runs, ObjectNode json) {}

    RunList(RunsFolder folder, Launcher launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** The list, and what was started but is no run yet. */
    synchronized ObjectNode json() {
        long now = System.nanoTime();
        if (scanned == 0 || now - scanned > SCAN_NANOS) {
            runs = folder.scan();
            scanned = now;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("runs");
        runs.forEach(run -> list.add(of(run)));
        json.set("started", launcher.started(runs.stream().map(RunDir::id).toList()));
        return json;
    }

    private ObjectNode of(RunDir run) {
        long stamp = RunState.stamp(run.path());
        boolean holder = LockHolder.of(run.path()).isPresent();
        Known before = known.get(run.id());
        if (before == null || before.stamp() != stamp || before.runs() != holder) {
            before = new Known(stamp, holder, RunState.of(run).json(run.id()));
            known.put(run.id(), before);
        }
        return before.json();
    }
}
