package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.json.Json;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.ResolvedRecipe;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of MLflow that belong to a run of Cria: one for each stage that trains, with the stage's
 * settings as its parameters. The file {@code mlflow.json} of the run folder keeps their ids, so
 * that a stage that goes on goes on there too.
 */
final class MlflowRuns {

    /** The most parameters of a request, and the longest value, that servers take. */
    private static final int PARAMETERS = 100;

    private static final int LONGEST = 500;
    private static final int MAX_FILE = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Recipe recipe;
    private final MlflowServer server;
    private final Path file;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private String experiment;

    MlflowRuns(Recipe recipe, MlflowServer server) {
        this.recipe = recipe;
        this.server = server;
        this.file = recipe.outputDir().resolve("mlflow.json");
    }

    /** The id of a stage's run. */
    String id(String stage) throws IOException, InterruptedException {
        String known = ids.get(stage);
        if (known != null) {
            return known;
        }
        String kept = kept().path(stage).asText();
        String id = kept.isEmpty() ? create(stage) : kept;
        if (!kept.isEmpty()) {
            server.post("runs/update", run(id).put("status", "RUNNING"));
        }
        ids.put(stage, id);
        return id;
    }

    /** Says how a stage ended. */
    void end(String stage, Outcome outcome, long millis) throws IOException, InterruptedException {
        String status =
                switch (outcome) {
                    case DONE -> "FINISHED";
                    case STOPPED -> "KILLED";
                    case FAILED -> "FAILED";
                };
        server.post("runs/update", run(id(stage)).put("status", status).put("end_time", millis));
    }

    /** Figures of steps of a stage. */
    void log(String stage, List<JsonNode> metrics) throws IOException, InterruptedException {
        ObjectNode body = run(id(stage));
        metrics.forEach(body.putArray("metrics")::add);
        server.post("runs/log-batch", body);
    }

    private String create(String stage) throws IOException, InterruptedException {
        if (experiment == null) {
            experiment = server.experiment(recipe.tracking().experiment(recipe.name()));
        }
        ObjectNode body = JSON.createObjectNode();
        body.put("experiment_id", experiment);
        body.put("run_name", recipe.name() + "/" + stage);
        body.put("start_time", System.currentTimeMillis());
        tag(body.putArray("tags"), "cria.output_dir", recipe.outputDir().toString());
        String id =
                server.post("runs/create", body).path("run").path("info").path("run_id").asText();
        if (id.isEmpty()) {
            throw new IOException("runs/create answered without a run_id");
        }
        parameters(id, stage);
        ObjectNode all = kept();
        all.put(stage, id);
        DurableFiles.writeFile(file, Json.bytes(all));
        return id;
    }

    private void parameters(String id, String stage) throws IOException, InterruptedException {
        Stage asked =
                recipe.stages().stream()
                        .filter(s -> s.name().equals(stage))
                        .findFirst()
                        .orElse(null);
        if (asked == null) {
            return;
        }
        ArrayNode part = JSON.createArrayNode();
        for (Map.Entry<String, String> setting :
                ResolvedRecipe.settings(recipe, asked).entrySet()) {
            tag(part, setting.getKey(), shortened(setting.getValue()));
            if (part.size() == PARAMETERS) {
                server.post("runs/log-batch", run(id).set("params", part));
                part = JSON.createArrayNode();
            }
        }
        server.post("runs/log-batch", run(id).set("params", part));
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
    }

    private static void tag(ArrayNode list, String key, String value) {
        list.addObject().put("key", key).put("value", value);
    }

    private static ObjectNode run(String id) {
        return JSON.createObjectNode().put("run_id", id);
    }

    private ObjectNode kept() {
        return Files.exists(file) ? Json.readObject(file, MAX_FILE) : JSON.createObjectNode();
    }
}
