package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.cria.checkpoints.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer to a request.
 *
 * @param foreign whether it shows what a run has written, not what the board is made of
 */
record Reply(int status, String type, byte[] body, boolean foreign) {

    static final int OK = 200;
    static final int SEE_OTHER = 303;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int BUSY = 503;

    /** The board's own page may use its own files and nothing else. */
    private static final String OWN =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /** Pages of a run show what data and models say: they run nothing and reach nothing. */
    private static final String FOREIGN =
            "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static Reply json(JsonNode json) {
        return json(OK, json);
    }

    static Reply problem(int status, String message) {
        return json(status, Json.object().put("error", message));
    }

    private static Reply json(int status, JsonNode json) {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        return new Reply(status, "application/json", body, false);
    }

    static Reply text(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Reply(status, "text/plain; charset=utf-8", body, false);
    }

    /** A page that a run has written. */
    static Reply page(byte[] html) {
        return new Reply(OK, "text/html; charset=utf-8", html, true);
    }

    void send(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        protect(headers, foreign);
        headers.set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** What browsers are told of every answer. */
    static void protect(Headers headers, boolean foreign) {
        headers.set("Content-Security-Policy", foreign ? FOREIGN : OWN);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }
}
