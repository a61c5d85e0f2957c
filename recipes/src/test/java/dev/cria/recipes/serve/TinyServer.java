package dev.cria.recipes.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server over a tiny model, with the thread that generates for it. */
final class TinyServer implements AutoCloseable {

    static final JsonMapper MAPPER = new JsonMapper();

    private final Thread thread;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private volatile GenerationEngine generation;
    private volatile ApiServer server;

    private TinyServer(
            Path model, Map<String, Path> adapters, ServerSettings settings, Limits limits) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        thread =
                new Thread(
                        () -> {
                            Throwable failure = null;
                            try {
                                generate(model, adapters, settings, limits, started);
                            } catch (Throwable e) {
                                failure = e;
                                started.completeExceptionally(e);
                            }
                            ended.complete(failure);
                        });
        thread.start();
        started.join();
    }

    static TinyServer start(Path model, Map<String, Path> adapters) {
        return start(model, adapters, open(), Limits.USUAL);
    }

    static TinyServer start(
            Path model, Map<String, Path> adapters, ServerSettings settings, Limits limits) {
        return new TinyServer(model, adapters, settings, limits);
    }

    /** For everybody on this machine. */
    static ServerSettings open() {
        return new ServerSettings("127.0.0.1", 0, null, List.of(), CodeCheck.OFF);
    }

    private void generate(
            Path model,
            Map<String, Path> adapters,
            ServerSettings settings,
            Limits limits,
            CompletableFuture<Void> started)
            throws InterruptedException {
        try (Engine engine = Engine.cpu()) {
            long arrays = engine.liveArrays();
            try (ServedModels models = ServedModels.open(engine, model, "tiny", adapters);
                    GenerationEngine made =
                            new GenerationEngine(
                                    models.policies(),
                                    models.tokenizer(),
                                    EngineSettings.of(models.base()).withCacheBytes(16 << 20));
                    ApiServer listening =
                            ApiServer.start(models, made, settings, limits, log::add)) {
                generation = made;
                server = listening;
                started.complete(null);
                made.run();
                while (made.step()) {
                    // what was cancelled last ends
                }
                assertEquals(0, made.pagesInUse());
            }
            assertEquals(arrays, engine.liveArrays());
        }
    }

    int port() {
        return server.port();
    }

    ApiServer server() {
        return server;
    }

    GenerationEngine generation() {
        return generation;
    }

    Queue<String> log() {
        return log;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    /** The document that answers a request; it is not refused. */
    JsonNode ask(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, json);
        assertEquals(200, response.statusCode(), response.body());
        return MAPPER.readTree(response.body());
    }

    /** The parts of a stream, without the word that ends it. */
    List<JsonNode> stream(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, json);
        assertEquals(200, response.statusCode(), response.body());
        List<String> data =
                response.body()
                        .lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> line.substring(6))
                        .toList();
        assertEquals("[DONE]", data.get(data.size() - 1));
        List<JsonNode> parts = new java.util.ArrayList<>();
        for (String line : data.subList(0, data.size() - 1)) {
            parts.add(MAPPER.readTree(line));
        }
        return parts;
    }

    /** Stops it in order; nothing is left. */
    @Override
    public void close() {
        server.shutDown();
        assertEquals(null, ended.join());
    }
}
