package dev.cria.recipes.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.chat.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A conversation as a file: a line of JSON with its {@code messages}, which is also a row of a data
 * set.
 */
final class SavedChat {

    private static final int MOST_BYTES = 16 << 20;
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private SavedChat() {}

    /** Writes a file that is not there yet. */
    static void write(Path file, List<Message> messages) {
        if (Files.exists(file)) {
            throw new UserException(file + " is there already; choose another name");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UserException("there is no folder " + folder + "; make it first");
        }
        ObjectNode node = new JsonMapper().createObjectNode();
        ArrayNode list = node.putArray("messages");
        for (Message message : messages) {
            list.addObject().put("role", message.role()).put("content", message.content());
        }
        DurableFiles.writeFile(file, (node + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The messages of a file. */
    static List<Message> read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UserException(
                        "%s: expected at most %d bytes".formatted(file, MOST_BYTES));
            }
            return messages(file, new JsonMapper().readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new UserException(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserException("cannot read " + file + ": " + e, e);
        }
    }

    private static List<Message> messages(Path file, JsonNode node) {
        JsonNode list = node.path("messages");
        if (!list.isArray()) {
            throw new UserException(file + ": expected one object with a list 'messages'");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode each : list) {
            String role = each.path("role").asText();
            if (!ROLES.contains(role) || !each.path("content").isTextual()) {
                throw new UserException(
                        "%s: message %d: expected a role of system, user and assistant, and a text as content, found %s"
                                .formatted(file, messages.size() + 1, each));
            }
            messages.add(new Message(role, each.get("content").asText()));
        }
        return messages;
    }
}
