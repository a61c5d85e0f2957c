package dev.cria.recipes.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatFormats;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.TemplateSettings;
import dev.cria.data.chat.ToolCall;
import dev.cria.data.chat.Tools;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.TinyChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ToolReaderTest {

    private static final String WEATHER =
            """
            {"tools": [{"type": "function", "function": {"name": "weather", "parameters":
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]%s}
            """;

    private static final String WITHOUT_TOOLS =
            """
            {{- bos_token }}
            {%- for message in messages %}
                {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' }}
                {{- message['content'] + '<|eot_id|>' }}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
            {%- endif %}
            """;

    @TempDir Path folder;

    private static Fields asked(String more) throws IOException {
        return new Fields(TinyServer.MAPPER.readTree(WEATHER.formatted(more)));
    }

    private static Tools weather() throws IOException {
        return ToolReader.tools(asked(""));
    }

    @Test
    void callsAreReadAsLlamaWritesThem() throws IOException {
        String call = "{\"name\": \"weather\", \"parameters\": {\"city\": \"北京\"}}";
        for (String answer : List.of(call, "\n" + call + "\n", "<|python_tag|>" + call)) {
            List<ToolCall> calls = ToolReader.calls(answer, weather());
            assertEquals(1, calls.size(), answer);
            assertEquals("北京", calls.get(0).arguments().path("city").asText());
        }
        assertEquals(2, ToolReader.calls(call + "; " + call, weather()).size());
        assertEquals(2, ToolReader.calls("[" + call + ", " + call + "]", weather()).size());
        assertTrue(ToolReader.calls(call, Tools.NONE).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "It rains.",
                "{\"name\": \"other\", \"parameters\": {}}",
                "{\"name\": \"weather\", \"parameters\": 3}",
                "{\"name\": \"weather\", \"parameters\": {}} and more",
                "{\"name\": \"weather\"",
                "[1, 2]",
                "[]"
            })
    void anythingElseIsText(String answer) throws IOException {
        assertTrue(ToolReader.calls(answer, weather()).isEmpty());
    }

    @Test
    void onlyWhatMayBeACallIsHeldBack() {
        for (String begin : List.of("", " ", "{", "[", "\n{\"na", "<|pyth", "<|python_tag|>x")) {
            assertTrue(ToolReader.mayCall(begin), begin);
        }
        for (String begin : List.of("It", "<p", " x{")) {
            assertFalse(ToolReader.mayCall(begin), begin);
        }
    }

    @Test
    void theChoiceMakesASchema() throws IOException {
        assertTrue(ToolReader.tools(asked(", \"tool_choice\": \"none\"")).isEmpty());
        Fields required = asked(", \"tool_choice\": \"required\"");
        JsonNode schema = ToolReader.schema(required, ToolReader.tools(required));
        assertEquals("weather", schema.at("/anyOf/0/properties/name/const").asText());
        Fields wrong = asked(", \"tool_choice\": {\"function\": {\"name\": \"time\"}}");
        ApiError refused =
                assertThrows(
                        ApiError.class, () -> ToolReader.schema(wrong, ToolReader.tools(wrong)));
        assertTrue(refused.getMessage().contains("[weather]"), refused.getMessage());
    }

    @Test
    void aTemplateThatKnowsNoToolsIsNotGivenAny() throws IOException {
        Tools tools = weather();
        List<Message> messages = List.of(new Message("user", "Does it rain?"));
        try (Tokenizer tokenizer = Tokenizers.load(TinyChatModel.write(folder, 512))) {
            ChatFormat newer =
                    ChatFormats.named(ChatFormats.LLAMA31_NAME, TemplateSettings.DEFAULT);
            int[] prompt = ChatReader.prompt(new ChatTemplate(tokenizer, newer), messages, tools);
            assertTrue(tokenizer.decode(prompt).contains("\"city\""));
            ChatFormat simple =
                    ChatFormat.ofModel(
                            WITHOUT_TOOLS,
                            "a test",
                            ChatFormat.Specials.LLAMA3,
                            TemplateSettings.DEFAULT);
            ChatTemplate plain = new ChatTemplate(tokenizer, simple);
            ApiError refused =
                    assertThrows(ApiError.class, () -> ChatReader.prompt(plain, messages, tools));
            assertTrue(refused.getMessage().contains("does not know tools"));
        }
    }
}
