package dev.cria.recipes.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyChatModel;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too many clients, clients that go away, and a server that is stopped while it works. */
@ExtendWith(OneThread.class)
final class BusyTest {

    private static final String CHAT = "/v1/chat/completions";

    /** Takes far longer than any of these tests wait. */
    private static final String LONG =
            "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"max_tokens\": 60000, \"ignore_eos\": true, \"seed\": 1%s}";

    @TempDir Path folder;

    private Path model;

    @BeforeEach
    void write() {
        model = TinyChatModel.write(folder, 65_536);
    }

    private TinyServer start(int running, int waiting, Duration time, Duration grace) {
        Limits limits =
                new Limits(
                        10_000, 1000, 60_000, running, waiting, time, Duration.ofMillis(50), grace);
        return TinyServer.start(model, Map.of(), TinyServer.open(), limits);
    }

    private static Socket begin(TinyServer server, String body) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        String request =
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(CHAT, body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 1000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertTrue(holds.getAsBoolean(), what);
    }

    private static int health(TinyServer server, String field) {
        try {
            return TinyServer.MAPPER.readTree(server.get("/health").body()).path(field).asInt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"stream\": true"})
    void aClientThatGoesAwayEndsItsRequest(String more) throws Exception {
        Duration day = Duration.ofDays(1);
        try (TinyServer server = start(2, 2, day, Duration.ofSeconds(5))) {
            Socket one = begin(server, LONG.formatted(more));
            await("it runs", () -> health(server, "running") == 1);
            await("it has pages", () -> server.generation().pagesInUse() > 0);
            one.close();
            await("it ends", () -> health(server, "running") == 0);
            await("it gives pages back", () -> server.generation().pagesInUse() == 0);
            await(
                    "the log says why",
                    () -> server.log().stream().anyMatch(line -> line.contains("is gone")));
        }
    }

    @Test
    void whoComesTooLateIsAskedToComeAgain() throws Exception {
        Duration day = Duration.ofDays(1);
        try (TinyServer server = start(1, 1, day, Duration.ofMillis(50))) {
            Socket one = begin(server, LONG.formatted(""));
            await("one runs", () -> health(server, "running") == 1);
            try (Socket two = begin(server, LONG.formatted(""))) {
                await("one waits", () -> health(server, "waiting") == 1);
                HttpResponse<String> third = server.post(CHAT, LONG.formatted(""));
                assertEquals(429, third.statusCode());
                assertTrue(third.headers().firstValue("Retry-After").isPresent());
                assertEquals(
                        "rate_limit_exceeded",
                        TinyServer.MAPPER.readTree(third.body()).at("/error/code").asText());
                assertTrue(two.isConnected());
            }
            await("who waited and left is forgotten", () -> health(server, "waiting") == 0);
            one.close();
            await("all end", () -> health(server, "running") == 0);
            JsonNode answer = server.ask(CHAT, LONG.formatted("").replace("60000", "3"));
            assertEquals(3, answer.at("/usage/completion_tokens").asInt());
        }
    }

    @Test
    void anAnswerEndsWhenItsTimeIsOver() throws Exception {
        try (TinyServer server = start(2, 2, Duration.ofMillis(300), Duration.ofSeconds(5))) {
            JsonNode answer = server.ask(CHAT, LONG.formatted(""));
            assertEquals("length", answer.at("/choices/0/finish_reason").asText());
            int tokens = answer.at("/usage/completion_tokens").asInt();
            assertTrue(tokens > 0 && tokens < 60_000, "tokens " + tokens);
        }
    }

    @Test
    void whatIsInProgressEndsBeforeAServerThatIsStopped() throws Exception {
        Duration day = Duration.ofDays(1);
        try (TinyServer server = start(2, 2, day, day)) {
            String body = LONG.formatted("").replace("60000", "400");
            CompletableFuture<JsonNode> answer =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return server.ask(CHAT, body);
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            await("it runs", () -> health(server, "running") == 1);
            server.server().shutDown();
            assertEquals(400, answer.get().at("/usage/completion_tokens").asInt());
        }
    }

    @Test
    void whatGoesOnTooLongIsCutOffByAServerThatIsStopped() throws Exception {
        try (TinyServer server = start(2, 2, Duration.ofDays(1), Duration.ofMillis(100));
                Socket one = begin(server, LONG.formatted(", \"stream\": true"))) {
            await("it runs", () -> health(server, "running") == 1);
            server.server().shutDown();
            String all = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.contains("\"the server is being stopped\""), "no error at the end");
        }
    }
}
