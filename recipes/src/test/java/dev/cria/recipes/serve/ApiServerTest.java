package dev.cria.recipes.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.ChatFormats;
import dev.cria.data.chat.FormatFiles;
import dev.cria.data.chat.TemplateSettings;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyChatModel;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.generate.TextForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is answered, to one and to many; what is left when the server ends is seen to by it. */
@ExtendWith(OneThread.class)
final class ApiServerTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String TEXT = "/v1/completions";
    private static final String ASKED = "背一首诗 or tell of April";

    @TempDir static Path folder;

    private static Path model;
    private static Path adapter;
    private static TinyServer server;

    @BeforeAll
    static void start() {
        model = TinyChatModel.write(folder, 2048);
        adapter = TinyChatModel.writeAdapter(model, folder.resolve("adapter"), 5);
        Path dated = TinyChatModel.writeAdapter(model, folder.resolve("dated"), 6);
        FormatFiles.write(
                ChatFormats.named(ChatFormats.LLAMA31_NAME, TemplateSettings.DEFAULT), dated);
        Map<String, Path> adapters = new LinkedHashMap<>();
        adapters.put("poems", adapter);
        adapters.put("dated", dated);
        server = TinyServer.start(model, adapters);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String chat(String more) {
        return "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]%s}"
                .formatted(ASKED, more);
    }

    /** What {@code cria generate --chat} answers. */
    private static Answer generated(Adapters adapters, Sampling sampling, long seed, int tokens) {
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = OpenPolicy.open(engine, model, adapters);
                Tokenizer tokenizer = opened.tokenizer()) {
            TextForm any = null;
            Continuation continuation =
                    new Continuation(
                            opened.policy(),
                            tokenizer,
                            true,
                            sampling,
                            1,
                            List.of(),
                            any,
                            tokens,
                            true,
                            () -> {});
            return continuation.answers(List.of(ASKED), seed).get(0).get(0);
        }
    }

    @Test
    void anAnswerIsThatOfGenerateWithTheSameSettings() throws Exception {
        Sampling sampling = new Sampling(0.9, 50, 0.95, 0.01, 1.1);
        JsonNode answer =
                server.ask(
                        CHAT,
                        chat(
                                ", \"seed\": 7, \"max_tokens\": 40, \"temperature\": 0.9, \"top_k\": 50, \"top_p\": 0.95, \"min_p\": 0.01, \"repetition_penalty\": 1.1"));
        Answer expected = generated(Adapters.NONE, sampling, 7, 40);
        JsonNode choice = answer.at("/choices/0");
        assertEquals(expected.text(), choice.at("/message/content").asText());
        assertEquals(expected.ids().length, answer.at("/usage/completion_tokens").asInt());
        assertEquals("chat.completion", answer.path("object").asText());
        assertEquals("tiny", answer.path("model").asText());
    }

    @Test
    void anAdaptersGreedyAnswerIsThatOfTheMergedModel() throws Exception {
        Answer merged =
                generated(Adapters.mergedInTurn(List.of(adapter)), Sampling.greedy(), 0, 40);
        String greedy = ", \"temperature\": 0, \"max_tokens\": 40";
        String own = content(server.ask(CHAT, chat(greedy + ", \"model\": \"poems\"")));
        assertEquals(merged.text(), own);
        assertNotEquals(own, content(server.ask(CHAT, chat(greedy))));
    }

    @Test
    void anAdaptersConversationsAreWrittenAsThoseItWasTrainedOn() throws Exception {
        String one = ", \"max_tokens\": 1, \"model\": ";
        JsonNode poems = server.ask(CHAT, chat(one + "\"poems\""));
        JsonNode dated = server.ask(CHAT, chat(one + "\"dated\""));
        int block = promptTokens(dated) - promptTokens(poems);
        assertTrue(block > 20, "the system block has " + block + " tokens");
        assertEquals(promptTokens(poems), promptTokens(server.ask(CHAT, chat(one + "\"tiny\""))));
    }

    private static int promptTokens(JsonNode answer) {
        return answer.at("/usage/prompt_tokens").asInt();
    }

    private static String content(JsonNode answer) {
        return answer.at("/choices/0/message/content").asText();
    }

    @Test
    void aStreamTellsTheSameInWholeCharacters() throws Exception {
        String settings = ", \"seed\": 3, \"n\": 3, \"max_tokens\": 60, \"logprobs\": true";
        JsonNode whole = server.ask(CHAT, chat(settings + ", \"top_logprobs\": 2"));
        List<JsonNode> parts =
                server.stream(
                        CHAT,
                        chat(
                                settings
                                        + ", \"top_logprobs\": 2, \"stream\": true, \"stream_options\": {\"include_usage\": true}"));
        StringBuilder[] texts = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        int[] tokens = new int[3];
        for (JsonNode part : parts) {
            for (JsonNode choice : part.path("choices")) {
                int index = choice.path("index").asInt();
                texts[index].append(choice.at("/delta/content").asText(""));
                tokens[index] += choice.at("/logprobs/content").size();
            }
        }
        for (int i = 0; i < 3; i++) {
            JsonNode choice = whole.at("/choices/" + i);
            assertEquals(choice.at("/message/content").asText(), texts[i].toString());
            assertEquals(choice.at("/logprobs/content").size(), tokens[i]);
        }
        assertEquals("assistant", parts.get(0).at("/choices/0/delta/role").asText());
        JsonNode last = parts.get(parts.size() - 1);
        assertEquals(0, last.path("choices").size());
        assertEquals(whole.at("/usage/total_tokens"), last.at("/usage/total_tokens"));
        assertEquals("length", parts.get(parts.size() - 2).at("/choices/0/finish_reason").asText());
    }

    @Test
    void textsAreContinuedSeveralAtOnceWithTheirProbabilities() throws Exception {
        String body =
                "{\"prompt\": [\"It was\", [5, 6, 7]], \"n\": 2, \"seed\": 1, \"logprobs\": 1, \"max_tokens\": 5}";
        JsonNode answer = server.ask(TEXT, body);
        assertEquals(4, answer.path("choices").size());
        JsonNode first = answer.at("/choices/0");
        assertEquals(5, first.at("/logprobs/token_logprobs").size());
        assertTrue(first.at("/logprobs/token_logprobs/0").asDouble() < 0);
        assertEquals(1, first.at("/logprobs/top_logprobs/0").size());
        List<JsonNode> parts = server.stream(TEXT, body.replace("}", ", \"stream\": true}"));
        StringBuilder text = new StringBuilder();
        parts.stream()
                .map(part -> part.at("/choices/0"))
                .filter(choice -> choice.path("index").asInt() == 3)
                .forEach(choice -> text.append(choice.path("text").asText()));
        assertEquals(answer.at("/choices/3/text").asText(), text.toString());
    }

    @Test
    void anAnswerEndsBeforeAStopText() throws Exception {
        String settings = ", \"seed\": 5, \"max_tokens\": 60";
        String free = content(server.ask(CHAT, chat(settings)));
        String stop = free.substring(10, 12);
        String quoted = TinyServer.MAPPER.writeValueAsString(stop);
        JsonNode ended = server.ask(CHAT, chat(settings + ", \"stop\": [" + quoted + "]"));
        assertEquals(free.substring(0, free.indexOf(stop)), content(ended));
        assertEquals("stop", ended.at("/choices/0/finish_reason").asText());
    }

    @Test
    void answersAreJsonOfASchema() throws Exception {
        String schema =
                "{\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\", \"maxLength\": 5}, \"age\": {\"type\": \"integer\"}}, \"required\": [\"name\", \"age\"]}";
        JsonNode answer =
                server.ask(
                        CHAT,
                        chat(
                                ", \"max_tokens\": 80, \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"p\", \"schema\": "
                                        + schema
                                        + "}}"));
        JsonNode value = TinyServer.MAPPER.readTree(content(answer));
        assertTrue(value.path("name").isTextual() && value.path("age").isNumber(), content(answer));
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        String any = ", \"max_tokens\": 80, \"response_format\": {\"type\": \"json_object\"}";
        assertTrue(TinyServer.MAPPER.readTree(content(server.ask(CHAT, chat(any)))).isObject());
    }

    @Test
    void aToolThatMustBeCalledIs() throws Exception {
        String tools =
                ", \"seed\": 2, \"max_tokens\": 120, \"tool_choice\": \"required\", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"parameters\": {\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\", \"maxLength\": 6}}, \"required\": [\"city\"]}}}]";
        JsonNode answer = server.ask(CHAT, chat(tools));
        JsonNode call = answer.at("/choices/0/message/tool_calls/0/function");
        assertEquals("weather", call.path("name").asText(), answer.toString());
        JsonNode arguments = TinyServer.MAPPER.readTree(call.path("arguments").asText());
        assertTrue(arguments.path("city").isTextual(), call.toString());
        assertEquals("tool_calls", answer.at("/choices/0/finish_reason").asText());
        List<JsonNode> parts = server.stream(CHAT, chat(tools + ", \"stream\": true"));
        JsonNode last = parts.get(parts.size() - 1).at("/choices/0");
        assertEquals(call, last.at("/delta/tool_calls/0/function"));
        assertEquals(2, parts.size());
    }

    @Test
    void manyClientsGetWhatEachWouldAlone() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String of = i % 2 == 0 ? "tiny" : "poems";
            bodies.add(
                    chat(", \"seed\": %d, \"max_tokens\": 30, \"model\": \"%s\"".formatted(i, of)));
        }
        ExecutorService clients = Executors.newFixedThreadPool(12);
        try {
            List<CompletableFuture<String>> together =
                    bodies.stream()
                            .map(body -> CompletableFuture.supplyAsync(() -> said(body), clients))
                            .toList();
            for (int i = 0; i < bodies.size(); i++) {
                assertEquals(said(bodies.get(i)), together.get(i).get());
            }
        } finally {
            clients.shutdown();
        }
    }

    private static String said(String body) {
        try {
            return content(server.ask(CHAT, body));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theSecondTurnFindsTheFirstInMemory() throws Exception {
        String first =
                "Tell me all that you know of April, of thirteen clocks and of the moon. "
                        .repeat(4);
        String body = "{\"max_tokens\": 2, \"messages\": [%s]}";
        String user = "{\"role\": \"user\", \"content\": \"%s\"}".formatted(first);
        server.ask(CHAT, body.formatted(user));
        String more = ", {\"role\": \"assistant\", \"content\": \"x\"}, " + user;
        JsonNode usage = server.ask(CHAT, body.formatted(user + more)).path("usage");
        int cached = usage.at("/prompt_tokens_details/cached_tokens").asInt();
        assertTrue(cached >= 64, usage.toString());
        assertTrue(cached > usage.path("prompt_tokens").asInt() / 2 - 70, usage.toString());
    }

    @Test
    void modelsAreListedAndNothingOfWhatIsSaidIsLogged() throws Exception {
        JsonNode list = TinyServer.MAPPER.readTree(server.get("/v1/models").body());
        assertEquals("tiny", list.at("/data/0/id").asText());
        assertEquals("poems", list.at("/data/1/id").asText());
        assertEquals("tiny", list.at("/data/1/parent").asText());
        assertEquals(200, server.get("/v1/models/poems").statusCode());
        assertEquals(
                "ok",
                TinyServer.MAPPER.readTree(server.get("/health").body()).path("status").asText());
        server.ask(CHAT, chat(", \"max_tokens\": 3"));
        server.post(CHAT, chat(", \"secret thing\": 3"));
        assertFalse(server.log().isEmpty());
        for (String line : server.log()) {
            assertFalse(line.contains("April") || line.contains("secret"), line);
        }
    }
}
