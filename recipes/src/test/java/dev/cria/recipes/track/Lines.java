package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.LongStream;

/** Lines of metrics.jsonl. */
final class Lines {

    private static final JsonMapper JSON = new JsonMapper();

    private Lines() {}

    static ObjectNode step(String stage, long step) {
        return JSON.createObjectNode()
                .put("stage", stage)
                .put("step", step)
                .put("total_steps", 9)
                .put("loss", 10.0 - step)
                .put("tokens_per_s", 100.5)
                .put("time", 1000.25 + step);
    }

    static List<JsonNode> steps(String stage, long last) {
        return LongStream.rangeClosed(1, last).<JsonNode>mapToObj(s -> step(stage, s)).toList();
    }
}
