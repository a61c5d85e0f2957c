package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.json.Json;
import dev.cria.recipes.run.AttemptLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that the board shows of one run besides its curves. */
final class RunDetail {

    private static final int RECIPE = 1 << 18;
    private static final int SAMPLES = 1 << 19;
    private static final int EVENTS = 1 << 16;

    private RunDetail() {}

    static ObjectNode of(RunDir run, Launcher launcher) {
        Path path = run.path();
        Map<String, Object> recipe = Records.recipe(path);
        ObjectNode json = Json.object().put("id", run.id()).put("path", path.toString());
        ArrayNode stages = json.putArray("stages");
        types(recipe).forEach((name, type) -> stages.add(stage(path, name, type)));
        json.put("recipe", Records.tail(path.resolve("resolved-recipe.yaml"), RECIPE));
        json.put("report", Files.isRegularFile(path.resolve("report.html")));
        add(json.putArray("samples"), Records.lastLines(path.resolve("samples.jsonl"), SAMPLES));
        add(json.putArray("events"), Records.lastLines(path.resolve(AttemptLog.NAME), EVENTS));
        json.put("console", launcher.said(run.id()));
        return json;
    }

    private static ObjectNode stage(Path run, String name, String type) {
        ObjectNode stage = Json.object().put("name", name).put("type", type);
        stage.put("card", Files.isRegularFile(run.resolve(name).resolve("card.html")));
        stage.set("facts", Records.result(run, name));
        return stage;
    }

    private static Map<String, String> types(Map<String, Object> recipe) {
        Map<String, String> types = new LinkedHashMap<>();
        if (recipe.get("stages") instanceof List<?> list) {
            for (Object stage : list) {
                if (stage instanceof Map<?, ?> map) {
                    types.put(String.valueOf(map.get("name")), String.valueOf(map.get("stage")));
                }
            }
        }
        return types;
    }

    private static void add(ArrayNode array, List<JsonNode> lines) {
        lines.forEach(array::add);
    }
}
