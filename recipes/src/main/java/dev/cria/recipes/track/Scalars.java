package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a step under names in groups, such as loss/train and eval/loss. */
public final class Scalars {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("loss", "loss/train"),
                    Map.entry("nll", "loss/nll"),
                    Map.entry("grad_norm", "optimizer/grad_norm"),
                    Map.entry("learning_rate", "optimizer/learning_rate"),
                    Map.entry("skipped", "optimizer/skipped"),
                    Map.entry("tokens", "speed/tokens"),
                    Map.entry("tokens_per_s", "speed/tokens_per_s"),
                    Map.entry("seconds", "speed/seconds"),
                    Map.entry("goodput", "speed/goodput"),
                    Map.entry("memory_mib", "memory/resident_mib"));

    private Scalars() {}

    /** Those of a line of metrics.jsonl; the step, its number and its time are none. */
    static Map<String, Double> of(JsonNode line) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (field.getValue().isNumber() && !isPlace(field.getKey())) {
                scalars.put(name(field.getKey()), field.getValue().asDouble());
            }
        }
        return scalars;
    }

    /** A figure's name with its group. */
    public static String name(String figure) {
        String known = NAMES.get(figure);
        if (known != null) {
            return known;
        }
        if (figure.startsWith("eval_")) {
            return "eval/" + figure.substring("eval_".length());
        }
        boolean reward = figure.startsWith("reward") || figure.startsWith("logps");
        return (reward ? "reward/" : "train/") + figure;
    }

    private static boolean isPlace(String figure) {
        return switch (figure) {
            case "step", "total_steps", "time" -> true;
            default -> false;
        };
    }
}
