package dev.cria.recipes.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not answered, and what is said about it. */
@ExtendWith(OneThread.class)
final class RefusalTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String KEY = "a-key-of-some-length";

    @TempDir static Path folder;

    private static Path model;
    private static TinyServer server;

    @BeforeAll
    static void start() {
        model = TinyChatModel.write(folder, 512);
        Limits limits =
                new Limits(
                        8000,
                        300,
                        100,
                        4,
                        0,
                        Duration.ofSeconds(60),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1));
        server =
                TinyServer.start(
                        model,
                        Map.of(),
                        new ServerSettings(
                                "127.0.0.1",
                                0,
                                KEY,
                                List.of("http://good.example"),
                                CodeCheck.BLOCK),
                        limits);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder keyed(String path) {
        return server.request(path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return server.send(keyed(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                     | 400 | the request is not JSON",
                "[]                                    | 400 | expected a JSON object",
                "{}                                    | 400 | messages: expected a list such as",
                "{'messages': [{'role': 'cat', 'content': 'x'}]} | 400 | messages[0].role: expected system, user, assistant or tool, found \"cat\"",
                "{'messages': [{'role': 'user', 'content': [{'type': 'image_url'}]}]} | 400 | reads texts only, found a part of type \"image_url\"",
                "{'messages': M, 'temprature': 1}      | 400 | did you mean 'temperature'?",
                "{'messages': M, 'temperature': 'hot'} | 400 | temperature: expected a number, found \"hot\"",
                "{'messages': M, 'temperature': -1}    | 400 | temperature: expected at least 0",
                "{'messages': M, 'top_p': 0}           | 400 | top_p: expected above 0",
                "{'messages': M, 'n': 5}               | 400 | n: expected 1 to 4, found 5",
                "{'messages': M, 'max_tokens': 0}      | 400 | max_tokens: expected at least 1, found 0",
                "{'messages': M, 'max_tokens': 101}    | 400 | this server answers with at most 100 tokens",
                "{'messages': M, 'stop': ['']}         | 400 | none of them empty",
                "{'messages': M, 'top_logprobs': 3}    | 400 | only with logprobs: true",
                "{'messages': M, 'logit_bias': {'5': 1}} | 400 | there is no bias of tokens",
                "{'messages': M, 'stream_options': {'include_usage': true}} | 400 | only with stream: true",
                "{'messages': M, 'response_format': {'type': 'xml'}} | 400 | expected text, json_object or json_schema",
                "{'messages': M, 'max_tokens': 9, 'response_format': {'type': 'json_schema', 'json_schema': {'schema': {'type': 'array', 'minItems': 1000000, 'items': {'type': 'array', 'minItems': 1000000}}}}} | 400 | the shortest answer of this form",
                "{'messages': M, 'model': 'tinny'}     | 404 | did you mean 'tiny'?",
            })
    void whatHasToBeMendedIsSaid(String body, int status, String says) throws Exception {
        String messages = "[{\"role\": \"user\", \"content\": \"Hello\"}]";
        HttpResponse<String> response = post(CHAT, body.replace('\'', '"').replace("M", messages));
        assertEquals(status, response.statusCode(), response.body());
        JsonNode error = TinyServer.MAPPER.readTree(response.body()).path("error");
        assertTrue(error.path("message").asText().contains(says), response.body());
        assertEquals("invalid_request_error", error.path("type").asText());
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        String words = "{\"prompt\": \"%s\"}".formatted("moon ".repeat(700));
        HttpResponse<String> prompt = post("/v1/completions", words);
        assertEquals(400, prompt.statusCode());
        assertTrue(prompt.body().contains("context_length_exceeded"), prompt.body());
        assertTrue(prompt.body().contains("this server takes at most 300"), prompt.body());
        HttpResponse<String> body = post(CHAT, " ".repeat(500_000));
        assertEquals(413, body.statusCode());
        assertTrue(body.body().contains("more than 8000 bytes"), body.body());
    }

    @Test
    void schemasThatWouldTakeLongAreRefused() throws Exception {
        StringBuilder members = new StringBuilder("\"p\": {}");
        for (int i = 0; i < 300; i++) {
            members.append(", \"p").append(i).append("\": true");
        }
        String body =
                "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"properties\": {%s}}}}}"
                        .formatted(members);
        HttpResponse<String> response = post(CHAT, body);
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("302 parts"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{\"a\": 1}]", "[[]]", "[\"x\", 3]", "[1, \"x\"]", "3", "[1.5]"})
    void whatIsNoPromptIsRefused(String prompt) throws Exception {
        HttpResponse<String> response =
                post("/v1/completions", "{\"prompt\": %s}".formatted(prompt));
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("expected a text or a list of token ids"));
    }

    @Test
    void aStreamWhoseCodeIsCheckedIsToldAtItsEnd() throws Exception {
        String body =
                "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"max_tokens\": 30, \"seed\": 4, \"logprobs\": true%s}";
        JsonNode whole =
                TinyServer.MAPPER.readTree(post(CHAT, body.formatted("")).body()).at("/choices/0");
        List<String> pieces =
                post(CHAT, body.formatted(", \"stream\": true"))
                        .body()
                        .lines()
                        .filter(line -> line.contains("\"content\":\"") && line.contains("bytes"))
                        .toList();
        assertEquals(1, pieces.size());
        JsonNode piece = TinyServer.MAPPER.readTree(pieces.get(0).substring(6)).at("/choices/0");
        assertEquals(whole.at("/message/content").asText(), piece.at("/delta/content").asText());
        assertEquals(whole.path("logprobs"), piece.path("logprobs"));
    }

    @Test
    void withoutTheKeyThereIsNothing() throws Exception {
        assertEquals(401, server.get("/v1/models").statusCode());
        HttpRequest wrong =
                server.request("/v1/models").header("Authorization", "Bearer x").build();
        assertEquals(401, server.send(wrong).statusCode());
        assertEquals(200, server.send(keyed("/v1/models").build()).statusCode());
        assertEquals(200, server.get("/health").statusCode());
    }

    @Test
    void pathsMethodsAndTypesAreTold() throws Exception {
        assertEquals(404, server.send(keyed("/v1/embeddings").build()).statusCode());
        HttpResponse<String> method = server.send(keyed(CHAT).build());
        assertEquals(405, method.statusCode());
        assertEquals("POST", method.headers().firstValue("Allow").orElseThrow());
        HttpRequest form =
                server.request(CHAT)
                        .header("Authorization", "Bearer " + KEY)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertEquals(415, server.send(form).statusCode());
    }

    @Test
    void otherNamesOfThisMachineAndOtherPagesAreRefused() throws Exception {
        assertTrue(raw("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n").contains(" 403 "));
        assertTrue(raw("GET /health HTTP/1.1\r\nHost: localhost:99\r\n\r\n").contains(" 200 "));
        HttpRequest evil =
                server.request("/health").header("Origin", "http://evil.example").build();
        assertEquals(403, server.send(evil).statusCode());
        HttpRequest good =
                server.request(CHAT)
                        .header("Origin", "http://good.example")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<String> preflight = server.send(good);
        assertEquals(204, preflight.statusCode());
        assertEquals(
                "http://good.example",
                preflight.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(15), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aServerForOthersNeedsAKey() {
        ServerSettings open = new ServerSettings("0.0.0.0", 0, null, List.of(), CodeCheck.OFF);
        CompletionException refused =
                assertThrows(
                        CompletionException.class,
                        () -> TinyServer.start(model, Map.of(), open, Limits.USUAL));
        assertTrue(refused.getCause() instanceof UserException, refused.toString());
        assertTrue(refused.getMessage().contains("it needs a key"), refused.getMessage());
    }
}
