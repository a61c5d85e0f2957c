package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** All figures of a stage. */
final class StageSeries {

    private final Map<String, Series> figures = new TreeMap<>();
    private double tokens;

    /** Adds a line of metrics.jsonl. */
    void add(JsonNode line) {
        tokens += line.path("tokens").asDouble();
        long step = line.path("step").asLong();
        double time = line.path("time").asDouble();
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (isFigure(field.getKey()) && field.getValue().isNumber()) {
                double value = field.getValue().asDouble();
                figures.computeIfAbsent(field.getKey(), name -> new Series())
                        .add(new Series.Point(step, time, tokens, value));
            }
        }
    }

    private static boolean isFigure(String name) {
        return switch (name) {
            case "step", "total_steps", "time" -> false;
            default -> true;
        };
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        figures.forEach((name, series) -> json.set(name, series.json()));
        return json;
    }
}
