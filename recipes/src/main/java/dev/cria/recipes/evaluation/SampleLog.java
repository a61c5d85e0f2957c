package dev.cria.recipes.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.LineJournal;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.evaluation.TaskItem;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was found of each question of a task, a line of JSON each, on disk as soon as it is known;
 * and what was known before.
 */
final class SampleLog implements Closeable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final List<TaskItem> items;
    private final ObjectNode[] found;
    private final LineJournal journal;
    private int count;

    private SampleLog(Path file, List<TaskItem> items) {
        this.file = file;
        this.items = items;
        this.found = new ObjectNode[items.size()];
        this.journal = LineJournal.open(file, this::known);
    }

    /**
     * Opens the log of a task's questions.
     *
     * @throws UserException if it is about other questions
     */
    static SampleLog open(Path file, List<TaskItem> items) {
        return new SampleLog(file, items);
    }

    private void known(String line, int number) {
        try {
            JsonNode node = JSON.readTree(line);
            int index = node.path("index").asInt(-1);
            boolean same =
                    node instanceof ObjectNode
                            && index >= 0
                            && index < items.size()
                            && node.path("prompt_sha256").asText().equals(hash(items.get(index)));
            if (!same) {
                throw new UserException(
                        "%s: question %d was another one when this began; give the files and settings back, or remove the folder to begin again"
                                .formatted(file, index + 1));
            }
            put(index, (ObjectNode) node);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(file, "line %d is no JSON".formatted(number), e);
        }
    }

    private void put(int index, ObjectNode node) {
        count += found[index] == null ? 1 : 0;
        found[index] = node;
    }

    /** Whether a question has been answered. */
    boolean has(int index) {
        return found[index] != null;
    }

    /** How many have been. */
    int count() {
        return count;
    }

    /** An empty line about a question, for {@link #add}. */
    ObjectNode line(int index) {
        TaskItem item = items.get(index);
        return JSON.createObjectNode()
                .put("index", index)
                .put("group", item.group())
                .put("row", item.row())
                .put("prompt_sha256", hash(item));
    }

    /** Adds lines of questions that were not known. */
    void add(List<ObjectNode> lines) {
        List<String> texts = new ArrayList<>();
        for (ObjectNode line : lines) {
            int index = line.path("index").asInt();
            if (!has(index)) {
                texts.add(line.toString());
                put(index, line);
            }
        }
        journal.add(texts);
    }

    /** All lines, in the order of the questions; null where one is missing. */
    List<ObjectNode> lines() {
        return Arrays.asList(found);
    }

    /** SHA-256 of all prompts and choices in their order, in hexadecimal. */
    String promptsHash() {
        StringBuilder all = new StringBuilder();
        items.forEach(item -> all.append(hash(item)));
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(TaskItem item) {
        String asked = item.prompt() + '\0' + String.join("\0", item.continuations());
        return Sha256.of(asked.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        journal.close();
    }
}
