package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.json.JsonFields;
import java.util.Set;

/** The rotary part of config.json in its three styles. */
final class RopeJson {

    private static final double DEFAULT_THETA = 10_000;
    private static final Set<String> KNOWN =
            Set.of(
                    "rope_theta",
                    "rope_type",
                    "type",
                    "factor",
                    "low_freq_factor",
                    "high_freq_factor",
                    "original_max_position_embeddings",
                    "partial_rotary_factor");

    private RopeJson() {}

    static Rope read(JsonFields json) {
        double theta = json.doubleOr("rope_theta", DEFAULT_THETA);
        String field = json.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
        if (!json.has(field)) {
            return new Rope(theta, null);
        }
        JsonFields rope = json.requireObject(field);
        rope.requireOnly(KNOWN);
        if (rope.has("rope_theta") && json.has("rope_theta")) {
            double inner = rope.requireDouble("rope_theta");
            if (inner != theta) {
                throw rope.wrong("rope_theta", theta + ", as in the outer field rope_theta");
            }
        }
        if (rope.doubleOr("partial_rotary_factor", 1) != 1) {
            throw rope.wrong("partial_rotary_factor", "1");
        }
        return new Rope(rope.doubleOr("rope_theta", theta), scaling(rope));
    }

    /** Null for the unscaled kind. */
    private static Llama3Scaling scaling(JsonFields rope) {
        String field = rope.has("rope_type") ? "rope_type" : "type";
        return switch (rope.stringOr(field, "default")) {
            case "default" -> null;
            case "llama3" ->
                    new Llama3Scaling(
                            rope.requireDouble("factor"),
                            rope.requireDouble("low_freq_factor"),
                            rope.requireDouble("high_freq_factor"),
                            rope.requireInt("original_max_position_embeddings"));
            default -> throw rope.wrong(field, "\"default\" or \"llama3\"");
        };
    }

    /** Adds {@code rope_theta} and {@code rope_scaling}. */
    static void put(ObjectNode json, Rope rope) {
        Llama3Scaling scaling = rope.scaling();
        if (scaling == null) {
            json.putNull("rope_scaling");
        } else {
            json.putObject("rope_scaling")
                    .put("factor", scaling.factor())
                    .put("high_freq_factor", scaling.highFreqFactor())
                    .put("low_freq_factor", scaling.lowFreqFactor())
                    .put(
                            "original_max_position_embeddings",
                            scaling.originalMaxPositionEmbeddings())
                    .put("rope_type", "llama3");
        }
        json.put("rope_theta", rope.theta());
    }
}
