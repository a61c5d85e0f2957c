package dev.cria.data.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.RealTokenizer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Ids and masks of whole data sets are those of transformers, TRL and LLaMA-Factory, with the
 * tokenizer of Llama 3. {@code scripts/references/chat_templates.py} made the references and says
 * which rows are compared.
 */
final class TemplateReferencesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> ROLES =
            Map.of(
                    "human", "user",
                    "gpt", "assistant",
                    "function_call", "assistant",
                    "observation", "ipython");

    @Test
    void idsAndMasksOfWholeDataSetsAreThoseOfOthers() throws IOException {
        JsonNode references;
        try (InputStream in = getClass().getResourceAsStream("template-references.json")) {
            references = JSON.readTree(in);
        }
        assertEquals(15, references.size());
        try (Tokenizer tokenizer = Tokenizers.load(RealTokenizer.tokenizerJson())) {
            for (Map.Entry<String, JsonNode> reference : references.properties()) {
                String[] names = reference.getKey().split(": ", -1);
                String format = names[0].split(" ", -1)[0];
                ChatTemplate template =
                        new ChatTemplate(
                                tokenizer, ChatFormats.named(format, TemplateSettings.DEFAULT));
                boolean tools = !names[0].endsWith("TRL");
                boolean masks = reference.getValue().path("targets").asInt() > 0;
                assertEquals(
                        reference.getValue(),
                        measured(template, names[1], tools, masks),
                        reference.getKey());
            }
        }
    }

    private static JsonNode measured(
            ChatTemplate template, String file, boolean tools, boolean masks) throws IOException {
        int rows = 0;
        int tokens = 0;
        int targets = 0;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonNode row : JSON.readTree(Files.readAllBytes(Shared.path("data/sft/" + file)))) {
            Conversation conversation = conversation(row);
            if (conversation == null || (!tools && !conversation.tools().isEmpty())) {
                continue;
            }
            TokenizedExample example;
            try {
                example = template.render(conversation, "row", TrainOn.ASSISTANT);
            } catch (UserException refused) {
                continue;
            }
            rows++;
            int length = example.ids().length;
            tokens += length;
            targets += masks ? example.numTargets() : 0;
            ByteBuffer ids =
                    ByteBuffer.allocate(length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            ids.asIntBuffer().put(example.ids());
            all.writeBytes(ids.array());
            for (int i = 0; i < length; i++) {
                all.write(masks && example.isTarget(i) ? 1 : 0);
            }
        }
        return JSON.createObjectNode()
                .put("rows", rows)
                .put("tokens", tokens)
                .put("targets", targets)
                .put("sha256", Sha256.of(all.toByteArray()));
    }

    /** Null for a row that is not compared. */
    private static Conversation conversation(JsonNode row) throws IOException {
        List<Message> messages = new ArrayList<>();
        String system = row.path("system").asText("");
        if (!system.isEmpty()) {
            messages.add(new Message("system", system));
        }
        if (row.has("conversations")) {
            for (JsonNode turn : row.get("conversations")) {
                String said = turn.path("value").asText();
                if (!said.equals(said.strip())) {
                    return null;
                }
                String from = turn.path("from").asText();
                messages.add(
                        from.equals("function_call")
                                ? Message.calls(calls(said))
                                : new Message(ROLES.get(from), said));
            }
        } else {
            String input = row.path("input").asText("");
            String instruction = row.path("instruction").asText();
            String prompt = input.isEmpty() ? instruction : instruction + "\n" + input;
            messages.add(new Message("user", prompt));
            messages.add(new Message("assistant", row.path("output").asText()));
        }
        boolean trimmed = messages.stream().allMatch(m -> m.content().equals(m.content().strip()));
        return trimmed ? new Conversation(messages, Tools.of(row.path("tools"), "tools")) : null;
    }

    private static List<ToolCall> calls(String text) throws IOException {
        JsonNode calls = JSON.readTree(text);
        List<ToolCall> all = new ArrayList<>();
        for (JsonNode call : calls.isArray() ? calls : List.of(calls)) {
            all.add(ToolCall.of(call, "row"));
        }
        return all;
    }
}
