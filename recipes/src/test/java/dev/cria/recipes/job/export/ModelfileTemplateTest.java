package dev.cria.recipes.job.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.gguf.Modelfile;
import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatFormats;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Fingerprint;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.TemplateSettings;
import dev.cria.data.chat.ToolCall;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Ollama sends to the model is what the model was trained on. */
final class ModelfileTemplateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<List<Message>> CONVERSATIONS =
            List.of(
                    List.of(user("Hi.")),
                    List.of(new Message("system", "Be brief."), user("Who was Li Bai?")),
                    List.of(user("1 + 1?"), assistant("2"), user("And\n\n1 + 2?")),
                    List.of(
                            new Message("system", "你是诗人。"),
                            user("请背诵《静夜思》。"),
                            assistant("床前明月光，\n疑是地上霜。"),
                            user("{{ .Role }} and {% if x %}")));

    private static final List<Message> RESULT =
            List.of(
                    user("What is the weather?"),
                    assistant("{\"name\": \"weather\", \"parameters\": {}}"),
                    new Message("ipython", "{\"output\": \"rain\"}"));

    @Test
    void ollamasTemplateRendersConversationsToTheIdsOfTheChatTemplate() {
        try (Tokenizer tokenizer =
                Tokenizers.of(new BpeTrainer(512).train(Stream.of("the cat sat on the mat")))) {
            for (String name : ChatFormats.NAMES) {
                ChatFormat format = ChatFormats.named(name, TemplateSettings.DEFAULT);
                ChatTemplate chat = new ChatTemplate(tokenizer, format);
                Stream<List<Message>> all = CONVERSATIONS.stream();
                if (!name.equals(ChatFormats.PLAIN_NAME)) {
                    all = Stream.concat(all, Stream.of(RESULT));
                }
                all.forEach(
                        messages -> {
                            int[] expected = chat.prompt(messages);
                            String rendered = ollama(format, Conversation.of(messages));
                            int[] ids =
                                    IntStream.concat(
                                                    IntStream.of(expected[0]),
                                                    IntStream.of(tokenizer.encode(rendered)))
                                            .toArray();
                            assertArrayEquals(expected, ids, name + ": " + rendered);
                        });
            }
        }
    }

    @Test
    void theModelfileOfOldIsThatOfLlama3() {
        Conversation words = Conversation.of(CONVERSATIONS.get(3));
        assertEquals(ollama(Modelfile.template(), words), ollama(ChatFormats.LLAMA3, words));
    }

    /** Ollama writes JSON in one line and without spaces. */
    @Test
    void toolsAreDescribedAndCalledAsTheChatTemplateDoes() {
        TemplateSettings system = new TemplateSettings(LocalDate.of(2026, 11, 2), false);
        for (ChatFormat format :
                List.of(
                        ChatFormats.LLAMA3,
                        ChatFormats.named(ChatFormats.LLAMA31_NAME, TemplateSettings.DEFAULT),
                        ChatFormats.named(ChatFormats.LLAMA31_NAME, system))) {
            for (String name :
                    List.of("tools", "tools and a system message", "a call and its result")) {
                Conversation conversation = Fingerprint.conversations().get(name);
                List<Message> messages = conversation.messages();
                boolean answered = messages.get(messages.size() - 1).isAssistant();
                Conversation open =
                        answered ? conversation.first(messages.size() - 1) : conversation;
                String expected = Fingerprint.shown(format, open).replace("<|begin_of_text|>", "");
                String rendered = ollama(format, open);
                assertNotEquals(expected, rendered, "the difference that is documented");
                assertEquals(compact(expected), compact(rendered), format.name() + ": " + name);
            }
        }
    }

    private static String compact(String text) {
        return text.replaceAll("(?<=[\\[{,:])\\s+(?=[\"\\[{0-9])", "")
                .replaceAll("\\s+(?=[}\\]])", "");
    }

    private static String ollama(ChatFormat format, Conversation conversation) {
        return ollama(format.goTemplate(), conversation);
    }

    private static String ollama(String template, Conversation conversation) {
        Map<String, Object> data = new HashMap<>();
        data.put(
                "System",
                conversation.messages().stream()
                        .filter(message -> message.role().equals("system"))
                        .map(Message::content)
                        .collect(Collectors.joining("\n\n")));
        data.put("Tools", conversation.tools().functions());
        data.put(
                "Messages",
                conversation.messages().stream().map(ModelfileTemplateTest::message).toList());
        return new GoTemplate(template, ModelfileTemplateTest::json).render(data);
    }

    private static Map<String, Object> message(Message message) {
        String role = message.role().equals("ipython") ? "tool" : message.role();
        return Map.of(
                "Role", role,
                "Content", message.content(),
                "ToolCalls",
                        message.toolCalls().stream().map(ModelfileTemplateTest::call).toList());
    }

    private static Map<String, Object> call(ToolCall call) {
        JsonNode arguments = call.arguments();
        return Map.of("Function", Map.of("Name", call.name(), "Arguments", arguments));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Message user(String content) {
        return new Message("user", content);
    }

    private static Message assistant(String content) {
        return new Message("assistant", content);
    }
}
