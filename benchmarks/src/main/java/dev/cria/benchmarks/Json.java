package dev.cria.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Lines of JSON among others. */
final class Json {

    private static final JsonMapper JSON = new JsonMapper();

    private Json() {}

    /** The objects that stand on a line each, in order; other lines are left out. */
    static List<JsonNode> objects(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("{\"")).map(Json::parse).toList();
    }

    /** The last of them. */
    static JsonNode lastObject(List<String> lines) {
        List<JsonNode> objects = objects(lines);
        if (objects.isEmpty()) {
            throw new IllegalStateException("no figures among " + lines);
        }
        return objects.get(objects.size() - 1);
    }

    /** A text that is one value. */
    static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + line, e);
        }
    }
}
