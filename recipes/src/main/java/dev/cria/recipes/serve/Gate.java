package dev.cria.recipes.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may ask. A page in a browser reaches servers of the machine that it is shown on: it may only
 * where it comes from an origin that was named, and a name that somebody else's DNS gives to this
 * machine (DNS rebinding) is refused.
 */
final class Gate {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "Bearer ";

    private final boolean loopback;
    private final String host;
    private final byte[] key;
    private final List<String> origins;

    /**
     * @param address that the server listens on
     * @param host the same as the user named it
     * @param key that every request must have; null for none
     * @param origins of web pages that may ask
     */
    Gate(InetAddress address, String host, String key, List<String> origins) {
        this.loopback = address.isLoopbackAddress();
        this.host = host.toLowerCase(Locale.ROOT);
        this.key = key == null ? null : hash(key);
        this.origins = origins;
    }

    /** Refuses what comes by another name, or from a web page that was not named. */
    void requireKnownPlace(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String named = withoutPort(headers.getFirst("Host"));
        if (loopback && !LOCAL.contains(named) && !named.equals(host)) {
            throw ApiError.refused(
                    403,
                    "unknown_host",
                    "this server answers to localhost only, not to '%s'".formatted(named));
        }
        String origin = headers.getFirst("Origin");
        if (origin == null) {
            return;
        }
        if (!origins.contains(origin)) {
            throw ApiError.refused(
                    403,
                    "unknown_origin",
                    "web pages of %s may not ask; start the server with --cors-origin to allow it"
                            .formatted(origin));
        }
        Headers answer = exchange.getResponseHeaders();
        answer.set("Access-Control-Allow-Origin", origin);
        answer.set("Vary", "Origin");
        String wanted = headers.getFirst("Access-Control-Request-Headers");
        answer.set("Access-Control-Allow-Headers", wanted == null ? "authorization" : wanted);
        answer.set("Access-Control-Allow-Methods", "GET, POST");
    }

    /** Refuses requests without the key. */
    void requireKey(HttpExchange exchange) {
        if (key == null) {
            return;
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !given.startsWith(BEARER)) {
            throw ApiError.unauthorized(
                    "this server needs a key; send it as 'Authorization: Bearer KEY'");
        }
        // Of hashes, so that the time says nothing about the key, its length included.
        if (!MessageDigest.isEqual(key, hash(given.substring(BEARER.length()).strip()))) {
            throw ApiError.unauthorized("the key is not the one that this server was started with");
        }
    }

    private static String withoutPort(String name) {
        if (name == null) {
            return "";
        }
        String lower = name.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
