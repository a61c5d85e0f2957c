package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * The REST API, version 2.0, of an MLflow tracking server. Who may write is told by the variables
 * of the environment that MLflow itself reads: MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME
 * and MLFLOW_TRACKING_PASSWORD.
 */
final class MlflowServer {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final int NOT_FOUND = 404;
    private static final int MAX_TOLD = 300;
    private static final JsonMapper JSON = new JsonMapper();

    /** The server will not take a request however often it comes. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final URI root;
    private final String authorization;

    MlflowServer(URI root, UnaryOperator<String> environment) {
        this.root = root;
        this.authorization = authorization(environment);
    }

    private static String authorization(UnaryOperator<String> environment) {
        String token = environment.apply("MLFLOW_TRACKING_TOKEN");
        if (token != null && !token.isEmpty()) {
            return "Bearer " + token;
        }
        String user = environment.apply("MLFLOW_TRACKING_USERNAME");
        String password = environment.apply("MLFLOW_TRACKING_PASSWORD");
        if (user == null || user.isEmpty()) {
            return "";
        }
        String both = user + ":" + (password == null ? "" : password);
        byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    /** The id of an experiment by its name; it is made where there is none. */
    String experiment(String name) throws IOException, InterruptedException {
        String query =
                "experiments/get-by-name?experiment_name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8);
        HttpResponse<String> found = send(request(query).GET().build());
        if (found.statusCode() == NOT_FOUND) {
            return post("experiments/create", JSON.createObjectNode().put("name", name))
                    .path("experiment_id")
                    .asText();
        }
        return read(found).path("experiment").path("experiment_id").asText();
    }

    /** Calls a method with an object, and answers with what it answers. */
    JsonNode post(String method, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request =
                request(method)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        return read(send(request));
    }

    private HttpRequest.Builder request(String method) {
        String base = root.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + "/api/2.0/mlflow/" + method))
                        .timeout(ANSWER);
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status == OK) {
            return JSON.readTree(answer.body());
        }
        String text = answer.body().strip();
        String told =
                "status %d: %s"
                        .formatted(status, text.substring(0, Math.min(text.length(), MAX_TOLD)));
        throw status == REFUSED ? new Refused(told) : new IOException(told);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
