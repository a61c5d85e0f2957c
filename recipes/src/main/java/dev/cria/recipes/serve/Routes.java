package dev.cria.recipes.serve;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.cria.checkpoints.UserException;
import dev.cria.trainer.generate.GenerationEngine;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What there is to ask for, and what happens to requests that cannot be answered. */
final class Routes {

    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";
    private static final String MODELS = "/v1/models";
    private static final String HEALTH = "/health";

    /** So much of a body that is too long is read, for the client to hear that it is. */
    private static final long MOST_SKIPPED = 32L << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private final ServedModels models;
    private final Gate gate;
    private final Limits limits;
    private final Consumer<String> log;
    private final Admission admission;
    private final Generating generating;
    private final ChatReader chat;
    private final CompletionReader completions;
    private final long since = System.currentTimeMillis() / 1000;

    Routes(
            ServedModels models,
            GenerationEngine engine,
            Gate gate,
            CodeCheck code,
            Limits limits,
            BooleanSupplier aborted,
            Consumer<String> log) {
        this.models = models;
        this.gate = gate;
        this.limits = limits;
        this.log = log;
        this.admission = new Admission(limits.running(), limits.waiting());
        this.generating = new Generating(engine, admission, limits, code, aborted);
        int room = Math.min(models.positions(), engine.tokensOfOneText());
        RequestReader common = new RequestReader(models, limits, room);
        JsonAnswers forms = new JsonAnswers(models.tokenizer());
        this.chat = new ChatReader(common, forms);
        this.completions = new CompletionReader(common, forms);
    }

    /** Answers one request, whatever it is. */
    void handle(HttpExchange exchange, boolean stopping) throws IOException {
        long begin = System.nanoTime();
        Reply reply = new Reply(exchange);
        String remark = "";
        try {
            remark = answer(exchange, reply, stopping);
        } catch (ApiError refused) {
            remark = told(reply, refused);
        } catch (UserException refused) {
            remark = told(reply, ApiError.invalid(null, refused.getMessage()));
        } catch (IOException gone) {
            remark = "the client is gone";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            remark = "stopped";
        } catch (RuntimeException bug) {
            remark = "error=%s at %s".formatted(bug.getClass().getName(), place(bug));
            told(reply, ApiError.internal());
        } finally {
            log.accept(line(exchange, reply, begin, remark));
            exchange.close();
        }
    }

    /** The first place of ours; the message may have what was asked. */
    private static String place(RuntimeException bug) {
        return Arrays.stream(bug.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.cria"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }

    private static String told(Reply reply, ApiError error) {
        try {
            reply.error(error);
            return "error=" + error.name();
        } catch (IOException gone) {
            return "the client is gone";
        }
    }

    private static String line(HttpExchange exchange, Reply reply, long begin, String remark) {
        return String.format(
                Locale.ROOT,
                "%s %s %s %s %s %.3fs %s",
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                reply.status() == 0 ? "-" : reply.status(),
                (System.nanoTime() - begin) / 1e9,
                remark);
    }

    private String answer(HttpExchange exchange, Reply reply, boolean stopping)
            throws IOException, InterruptedException {
        gate.requireKnownPlace(exchange);
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        if (method.equals("OPTIONS")) {
            exchange.sendResponseHeaders(204, -1);
            return "";
        }
        if (path.equals(HEALTH)) {
            requireMethod(exchange, "GET");
            return health(reply, stopping);
        }
        gate.requireKey(exchange);
        if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
            requireMethod(exchange, "GET");
            reply.document(200, models(path));
            return "";
        }
        if (!path.equals(CHAT) && !path.equals(COMPLETIONS)) {
            throw ApiError.refused(
                    404,
                    "not_found",
                    "there is nothing at this path; there are %s, %s, %s and %s"
                            .formatted(CHAT, COMPLETIONS, MODELS, HEALTH));
        }
        requireMethod(exchange, "POST");
        if (stopping) {
            throw ApiError.stopping();
        }
        JsonNode body = body(exchange);
        boolean conversation = path.equals(CHAT);
        Asked asked = conversation ? chat.read(body) : completions.read(body);
        Shape shape =
                conversation
                        ? new ChatShape(asked, models.tokenizer())
                        : new CompletionShape(asked, models.tokenizer());
        return generating.answer(asked, shape, reply).line();
    }

    private static void requireMethod(HttpExchange exchange, String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw ApiError.refused(
                    405,
                    "method_not_allowed",
                    "expected %s, found %s".formatted(method, exchange.getRequestMethod()));
        }
    }

    private String health(Reply reply, boolean stopping) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", stopping ? "stopping" : "ok")
                .put("running", admission.running())
                .put("waiting", admission.waiting());
        reply.document(stopping ? 503 : 200, node);
        return "";
    }

    private ObjectNode models(String path) {
        if (!path.equals(MODELS)) {
            String name = path.substring(MODELS.length() + 1);
            if (!models.names().contains(name)) {
                throw ApiError.refused(
                        404, "model_not_found", "there is no model of this name; see " + MODELS);
            }
            return model(name);
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = node.putArray("data");
        models.names().forEach(name -> data.add(model(name)));
        return node;
    }

    private ObjectNode model(String name) {
        String base = models.names().get(0);
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", since)
                .put("owned_by", "cria")
                .put("parent", name.equals(base) ? null : base)
                .put("max_model_len", models.positions());
    }

    private static void skip(InputStream stream) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = MOST_SKIPPED;
        int read = stream.read(buffer);
        while (read >= 0 && left > 0) {
            left -= read;
            read = stream.read(buffer);
        }
    }

    private JsonNode body(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw ApiError.refused(
                    415,
                    "unsupported_media_type",
                    "expected the header 'Content-Type: application/json', found " + type);
        }
        InputStream stream = exchange.getRequestBody();
        byte[] bytes = stream.readNBytes(limits.bodyBytes() + 1);
        if (bytes.length > limits.bodyBytes()) {
            skip(stream);
            throw ApiError.refused(
                    413,
                    "request_too_large",
                    "the request has more than %d bytes".formatted(limits.bodyBytes()));
        }
        try {
            JsonNode body = MAPPER.readTree(bytes);
            if (body == null || !body.isObject()) {
                throw ApiError.invalid(null, "expected a JSON object as the request");
            }
            return body;
        } catch (JacksonException e) {
            throw (ApiError)
                    ApiError.invalid(null, "the request is not JSON: " + e.getOriginalMessage())
                            .initCause(e);
        }
    }
}
