package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The response to a request: one JSON document, or server-sent events. A client that waits is
 * written to now and then, because only writing shows that it is gone: comments between events,
 * white space before a document.
 */
final class Reply {

    private static final String RETRY_SECONDS = "2";

    private final HttpExchange exchange;
    private boolean begun;
    private boolean events;
    private int status;
    private OutputStream out;

    Reply(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** Whether it is too late for another status. */
    boolean isBegun() {
        return begun;
    }

    /** The status that was sent; 0 before. */
    int status() {
        return status;
    }

    /** Makes events of what follows. */
    void beginEvents() throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        events = true;
        begin(200, 0);
    }

    /** One event. */
    void event(String data) throws IOException {
        write("data: " + data + "\n\n");
    }

    /** The document, and the end. */
    void document(int code, JsonNode document) throws IOException {
        byte[] bytes = (document + "\n").getBytes(StandardCharsets.UTF_8);
        if (!begun) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            begin(code, bytes.length);
        }
        out.write(bytes);
        out.close();
    }

    /**
     * An answer to an error: a document, after white space with the status of before, or the last
     * event.
     */
    void error(ApiError error) throws IOException {
        if (!begun) {
            if (error.status() == 429) {
                exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
            }
            document(error.status(), error.json());
        } else if (events) {
            event(error.json().toString());
            end();
        } else {
            document(status, error.json());
        }
    }

    /** Ends events. */
    void end() throws IOException {
        out.close();
    }

    /** Writes what means nothing; fails if nobody is there. */
    void beat() throws IOException {
        if (!begun) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            begin(200, 0);
        }
        write(events ? ":\n\n" : " ");
    }

    private void begin(int code, long length) throws IOException {
        begun = true;
        status = code;
        exchange.sendResponseHeaders(code, length);
        out = exchange.getResponseBody();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
