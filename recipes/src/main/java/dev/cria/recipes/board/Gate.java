package dev.cria.recipes.board;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may ask what. A page elsewhere that has the browser ask (request forgery, or a name that was
 * pointed at this machine, DNS rebinding) has neither the token nor a host of this machine.
 *
 * @param token what must be known; 256 random bits
 * @param cookie the name under which a browser keeps it
 */
record Gate(String token, String cookie) {

    private static final Pattern OUR_HOST =
            Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");
    private static final int TOKEN_BYTES = 32;

    /** A gate with a new token. */
    static Gate random(int port) {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new Gate(token, "cria_board_" + port);
    }

    /** Whether a request was sent to this machine under its own name, and from no other page. */
    boolean isAtHome(Headers request) {
        String host = request.getFirst("Host");
        if (host == null || !OUR_HOST.matcher(host).matches()) {
            return false;
        }
        String origin = request.getFirst("Origin");
        return origin == null || origin.equals("http://" + host);
    }

    /** Whether a request that changes something comes from the board's own page or from no page. */
    boolean maySend(Headers request) {
        return request.getFirst("Origin") != null || isToken(bearer(request));
    }

    /** Whether a request knows the token. */
    boolean knows(Headers request) {
        return isToken(bearer(request)) || cookies(request).stream().anyMatch(this::isToken);
    }

    /** Compared in a time that says nothing about the token. */
    boolean isToken(String text) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    /** What has a browser keep the token: for this host, out of reach of scripts. */
    String setCookie() {
        return "%s=%s; Path=/; HttpOnly; SameSite=Strict".formatted(cookie, token);
    }

    private static String bearer(Headers request) {
        String text = request.getFirst("Authorization");
        return text != null && text.startsWith("Bearer ") ? text.substring(7).strip() : "";
    }

    private List<String> cookies(Headers request) {
        return request.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> List.of(line.split(";")).stream())
                .map(String::strip)
                .filter(part -> part.startsWith(cookie + "="))
                .map(part -> part.substring(cookie.length() + 1))
                .toList();
    }
}
