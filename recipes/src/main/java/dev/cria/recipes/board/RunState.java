package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.json.Json;
import dev.cria.recipes.run.AttemptLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a run is doing, from its folder.
 *
 * @param state one of running, done, stopped, failed and killed
 * @param reason what attempts.jsonl says of the end; empty while it runs
 * @param stages names of its stages, in order
 * @param ended how many of them have ended
 * @param last the newest line of metrics.jsonl; an empty object where there is none
 */
record RunState(
        String name, String state, String reason, List<String> stages, int ended, JsonNode last) {

    private static final int TAIL = 1 << 15;

    static RunState of(RunDir run) {
        Path path = run.path();
        Map<String, Object> recipe = Records.recipe(path);
        List<String> stages = stages(recipe);
        int ended = 0;
        for (String stage : stages) {
            boolean has = Files.exists(path.resolve("stages").resolve(stage + ".result.json"));
            ended += has ? 1 : 0;
        }
        List<JsonNode> steps = Records.lastLines(path.resolve("metrics.jsonl"), TAIL);
        boolean runs = LockHolder.of(path).isPresent();
        String reason = runs ? "" : reason(path);
        return new RunState(
                String.valueOf(recipe.getOrDefault("name", run.id())),
                state(runs, !stages.isEmpty() && ended == stages.size(), reason),
                reason,
                stages,
                ended,
                steps.isEmpty() ? Json.object() : steps.get(steps.size() - 1));
    }

    private static String state(boolean runs, boolean done, String reason) {
        if (runs) {
            return "running";
        }
        if (done) {
            return "done";
        }
        return switch (reason) {
            case "stopped" -> "stopped";
            case "", "killed", "ended without a word" -> "killed";
            default -> "failed";
        };
    }

    /** Names of the stages of a recipe that is written out. */
    static List<String> stages(Map<String, Object> recipe) {
        List<String> names = new ArrayList<>();
        if (recipe.get("stages") instanceof List<?> list) {
            for (Object stage : list) {
                if (stage instanceof Map<?, ?> map && map.get("name") instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static String reason(Path run) {
        List<JsonNode> events = Records.lastLines(run.resolve(AttemptLog.NAME), TAIL);
        JsonNode last = events.isEmpty() ? Json.object() : events.get(events.size() - 1);
        return last.path("event").asText().equals("end") ? last.path("reason").asText() : "";
    }

    /** For the list of runs. */
    ObjectNode json(String id) {
        ObjectNode json = Json.object();
        json.put("id", id).put("name", name).put("state", state).put("reason", reason);
        stages.forEach(json.putArray("stages")::add);
        json.put("ended", ended);
        json.set("last", last);
        return json;
    }

    /** When anything in the folder that this depends on last changed. */
    static long stamp(Path run) {
        long stamp = 0;
        for (String name :
                List.of(
                        "metrics.jsonl",
                        AttemptLog.NAME,
                        "stages",
                        "LOCK",
                        "resolved-recipe.yaml")) {
            Path file = run.resolve(name);
            try {
                if (Files.exists(file)) {
                    stamp =
                            31 * stamp
                                    + Files.getLastModifiedTime(file).toMillis()
                                    + Files.size(file);
                }
            } catch (IOException gone) {
                stamp = 31 * stamp;
            }
        }
        return stamp;
    }
}
