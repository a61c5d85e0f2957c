package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.LineJournal;
import dev.cria.data.chat.Message;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prompts with their answers, one a line in the order of the prompts, on disk as soon as they are
 * there. A line that a killed process did not finish is cut off.
 */
final class SampleJournal implements Closeable {

    private static final JsonMapper JSON = new JsonMapper();

    private final LineJournal lines;

    private SampleJournal(LineJournal lines) {
        this.lines = lines;
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param known is told of each prompt that is there, in their order
     */
    static SampleJournal open(Path file, Consumer<SampledPrompt> known) {
        return new SampleJournal(
                LineJournal.open(file, (line, number) -> known.accept(parse(file, line, number))));
    }

    private static SampledPrompt parse(Path file, String line, int number) {
        try {
            JsonNode node = JSON.readTree(line);
            List<Message> messages = new ArrayList<>();
            for (JsonNode message : node.path("messages")) {
                messages.add(
                        new Message(
                                message.path("role").asText(), message.path("content").asText()));
            }
            List<SampledAnswer> answers = new ArrayList<>();
            for (JsonNode answer : node.path("answers")) {
                Map<String, Double> scores = new LinkedHashMap<>();
                answer.path("scores")
                        .properties()
                        .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
                answers.add(
                        new SampledAnswer(
                                answer.path("text").asText(),
                                answer.path("dropped").asText(),
                                scores));
            }
            return new SampledPrompt(
                    node.path("row").asInt(-1),
                    node.path("origin").asText(),
                    messages,
                    node.path("seed").asLong(),
                    answers);
        } catch (JsonProcessingException damaged) {
            throw new CorruptFileException(file, "line %d is no JSON".formatted(number), damaged);
        }
    }

    /** Adds a prompt; it is on disk afterwards. */
    void add(SampledPrompt prompt) {
        ObjectNode line = JSON.createObjectNode();
        line.put("row", prompt.row());
        line.put("origin", prompt.origin());
        line.put("seed", prompt.seed());
        line.set("messages", messages(prompt.messages()));
        ArrayNode answers = line.putArray("answers");
        for (SampledAnswer answer : prompt.answers()) {
            ObjectNode one = answers.addObject();
            one.put("text", answer.text());
            one.put("dropped", answer.dropped());
            one.put("reward", answer.reward());
            one.set("scores", JSON.valueToTree(answer.scores()));
        }
        lines.add(List.of(line.toString()));
    }

    /** Messages as data sets have them. */
    static ArrayNode messages(List<Message> messages) {
        ArrayNode array = JSON.createArrayNode();
        for (Message message : messages) {
            array.addObject().put("role", message.role()).put("content", message.content());
        }
        return array;
    }

    /** An object as a line. */
    static byte[] bytes(ObjectNode line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        lines.close();
    }
}
