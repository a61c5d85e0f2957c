package dev.cria.recipes.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the page asks, once it may. */
record Api(RunsFolder folder, LiveFeed.Tails tails, Launcher launcher, boolean readOnly) {

    private static final int MAX_BODY = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    Reply answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> get(uri.getPath(), query(uri));
            case "POST" -> post(uri.getPath(), exchange);
            default -> Reply.problem(Reply.NOT_ALLOWED, "GET and POST only");
        };
    }

    private Reply get(String path, Map<String, String> query) {
        if (path.startsWith("/runs/")) {
            return RunPages.of(folder, path.substring("/runs/".length()));
        }
        return switch (path) {
            case "/api/board" -> Reply.json(board());
            case "/api/series" ->
                    ofRun(
                            query,
                            "run",
                            run -> Reply.json(tails.of(run).json().put("run", run.id())));
            case "/api/run" -> ofRun(query, "run", run -> Reply.json(RunDetail.of(run, launcher)));
            case "/api/diff" ->
                    ofRun(
                            query,
                            "a",
                            a ->
                                    ofRun(
                                            query,
                                            "b",
                                            b -> Reply.json(RecipeDiff.of(a.path(), b.path()))));
            default -> Assets.of(path).orElseGet(Api::nothing);
        };
    }

    private ObjectNode board() {
        ObjectNode json = Json.object();
        json.put("folder", folder.root().toString()).put("read_only", readOnly);
        ArrayNode recipes = json.putArray("recipes");
        if (!readOnly) {
            launcher.recipes().forEach(recipes::add);
        }
        return json;
    }

    private Reply post(String path, HttpExchange exchange) throws IOException {
        if (readOnly) {
            return Reply.problem(
                    Reply.FORBIDDEN, "this board was started with --read-only; it only shows");
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return Reply.problem(Reply.TOO_LARGE, "more than 64 KiB");
        }
        JsonNode asked = type != null && type.startsWith("application/json") ? json(body) : null;
        if (asked == null || !asked.isObject()) {
            return Reply.problem(Reply.BAD_REQUEST, "expected a JSON object");
        }
        String run = asked.path("run").asText();
        try {
            return switch (path) {
                case "/api/start" -> start(asked, run);
                case "/api/resume" -> ofRun(run, found -> done(() -> launcher.goOn(found)));
                case "/api/stop" -> stop(run);
                default -> nothing();
            };
        } catch (UserException refused) {
            return Reply.problem(Reply.CONFLICT, refused.getMessage());
        }
    }

    private Reply start(JsonNode asked, String run) {
        List<String> overrides = new ArrayList<>();
        asked.path("overrides").forEach(one -> overrides.add(one.asText()));
        return done(() -> launcher.start(asked.path("recipe").asText(), run, overrides));
    }

    /** Also of what was started and has no folder yet: its id can only be that of a process. */
    private Reply stop(String run) {
        Optional<RunDir> found = folder.find(run);
        return found.isPresent()
                ? done(() -> launcher.stop(run, found.get().path()))
                : done(() -> launcher.stop(run, folder.root().resolve(".board")));
    }

    private static Reply done(Runnable work) {
        work.run();
        return Reply.json(Json.object().put("done", true));
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private Reply ofRun(Map<String, String> query, String name, Function<RunDir, Reply> answer) {
        return ofRun(query.getOrDefault(name, ""), answer);
    }

    private Reply ofRun(String id, Function<RunDir, Reply> answer) {
        return folder.find(id)
                .map(answer)
                .orElseGet(
                        () -> Reply.problem(Reply.NOT_FOUND, "there is no run '%s'".formatted(id)));
    }

    private static Reply nothing() {
        return Reply.problem(Reply.NOT_FOUND, "there is nothing here");
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String part : uri.getRawQuery().split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    query.put(
                            part.substring(0, equals),
                            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return query;
    }
}
