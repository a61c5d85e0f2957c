package dev.cria.recipes.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.recipes.recipe.PlainYaml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Files of a run folder as the board reads them: while another process writes there, so that what
 * is absent or broken is no reason to show nothing.
 */
final class Records {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_OBJECT = 1 << 20;

    private Records() {}

    /** The recipe of a run; empty where it cannot be read. */
    static Map<String, Object> recipe(Path run) {
        try {
            return PlainYaml.read(run.resolve("resolved-recipe.yaml"));
        } catch (UserException unreadable) {
            return Map.of();
        }
    }

    /** What a stage has come to; empty where it has not ended. */
    static ObjectNode result(Path run, String stage) {
        Path file = run.resolve("stages").resolve(stage + ".result.json");
        try {
            return Files.exists(file) ? Json.readObject(file, MAX_OBJECT) : Json.object();
        } catch (UserException unreadable) {
            return Json.object();
        }
    }

    /** The objects of the end of a file of lines. */
    static List<JsonNode> lastLines(Path file, int bytes) {
        List<JsonNode> lines = new ArrayList<>();
        String text = tail(file, bytes);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            try {
                lines.add(JSON.readTree(line));
            } catch (JsonProcessingException cut) {
                System.getLogger(Records.class.getName())
                        .log(System.Logger.Level.DEBUG, "{0}: a line is cut off", file);
            }
        }
        return lines;
    }

    /** The end of a text file, from a whole line on; empty where there is none. */
    static String tail(Path file, int bytes) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long from = Math.max(0, channel.size() - bytes);
            ByteBuffer buffer = ByteBuffer.allocate(bytes);
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
                // Until the end.
            }
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
