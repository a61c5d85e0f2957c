package dev.cria.recipes.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Written;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MlflowTrackerTest {

    private static final MlflowTracker.Patience PATIENCE =
            new MlflowTracker.Patience(10, 20, 20_000);

    @TempDir Path folder;
    private final List<JsonNode> calls = new CopyOnWriteArrayList<>();
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private HttpServer server;
    private Recipe recipe;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/2.0/mlflow/", this::answer);
        server.start();
        recipe = new Written(folder).withInputs().read(Written.SFT, "name=mine", "max_steps=7");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        String answer = "{}";
        if (failures.getAndDecrement() > 0) {
            status = 503;
        } else if (method.equals("experiments/get-by-name")) {
            status = 404;
        } else {
            if (method.equals("experiments/create")) {
                answer = "{\"experiment_id\": \"7\"}";
            } else if (method.equals("runs/create")) {
                answer = "{\"run\": {\"info\": {\"run_id\": \"r%d\"}}}".formatted(methods.size());
            }
            methods.add(method);
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            calls.add(new JsonMapper().readTree(body));
        }
        exchange.sendResponseHeaders(status, answer.length());
        exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private MlflowTracker tracker(Map<String, String> environment) {
        URI root = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new MlflowTracker(recipe, new MlflowServer(root, environment::get), PATIENCE);
    }

    /** Steps and values of a metric that have come. */
    private List<String> metric(String name) {
        List<String> found = new ArrayList<>();
        for (JsonNode call : calls) {
            for (JsonNode metric : call.path("metrics")) {
                if (metric.path("key").asText().equals(name)) {
                    found.add(metric.path("step") + "=" + metric.path("value"));
                    assertEquals(
                            1000 * metric.path("step").asLong() + 1_000_250,
                            metric.path("timestamp").asLong());
                }
            }
        }
        return found;
    }

    private JsonNode call(String method) {
        return calls.get(methods.indexOf(method));
    }

    @Test
    void aStageIsARunWithItsSettingsAndFigures() {
        MlflowTracker tracker = tracker(Map.of("MLFLOW_TRACKING_TOKEN", "secret"));
        tracker.goOn("sft", 0, List.of());
        Lines.steps("sft", 3).forEach(tracker::step);
        tracker.end("sft", Outcome.DONE);
        tracker.close();
        assertEquals("mine", call("experiments/create").path("name").asText());
        assertEquals("7", call("runs/create").path("experiment_id").asText());
        assertEquals("mine/sft", call("runs/create").path("run_name").asText());
        assertTrue(
                calls.toString().contains("{\"key\":\"train.max_steps\",\"value\":\"7\"}"),
                calls::toString);
        assertEquals(List.of("1=9.0", "2=8.0", "3=7.0"), metric("loss/train"));
        assertEquals("FINISHED", call("runs/update").path("status").asText());
        assertEquals(List.of("Bearer secret"), credentials.stream().distinct().toList());
    }

    @Test
    void whatCouldNotBeSentIsSentOnceTheServerAnswers() {
        failures.set(4);
        MlflowTracker tracker = tracker(Map.of());
        tracker.goOn("sft", 0, List.of());
        Lines.steps("sft", 3).forEach(tracker::step);
        while (metric("loss/train").size() < 3) {
            Thread.onSpinWait();
        }
        tracker.close();
        assertEquals(List.of("1=9.0", "2=8.0", "3=7.0"), metric("loss/train"));
    }

    @Test
    void aDeadServerIsNotWaitedFor() {
        MlflowTracker tracker = tracker(Map.of());
        server.stop(0);
        tracker.goOn("sft", 0, List.of());
        for (int step = 1; step < 30_000; step++) {
            tracker.step(Lines.step("sft", step));
        }
        tracker.end("sft", Outcome.FAILED);
        tracker.close();
        assertEquals(List.of(), methods);
    }

    @Test
    void aStageThatGoesOnGoesOnInTheSameRun() {
        MlflowTracker killed = tracker(Map.of());
        killed.goOn("sft", 0, List.of());
        killed.step(Lines.step("sft", 1));
        killed.close();
        String id = call("runs/log-batch").path("run_id").asText();
        calls.clear();
        methods.clear();
        MlflowTracker next = tracker(Map.of());
        next.goOn("sft", 1, Lines.steps("sft", 1));
        next.step(Lines.step("sft", 2));
        next.end("sft", Outcome.STOPPED);
        next.close();
        assertEquals(List.of("runs/update", "runs/log-batch", "runs/update"), methods);
        assertEquals("RUNNING", calls.get(0).path("status").asText());
        assertEquals(id, calls.get(1).path("run_id").asText());
        assertEquals("KILLED", calls.get(2).path("status").asText());
    }

    @Test
    void stagesThatDoNotTrainAreNoRuns() {
        MlflowTracker tracker = tracker(Map.of());
        tracker.end("curate", Outcome.DONE);
        tracker.close();
        assertEquals(List.of(), methods);
    }
}
