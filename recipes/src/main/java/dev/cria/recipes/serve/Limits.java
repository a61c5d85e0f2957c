package dev.cria.recipes.serve;

import java.time.Duration;

/**
 * What a server takes on.
 *
 * @param bodyBytes of a request, at most
 * @param promptTokens of a prompt, at most
 * @param newTokens of an answer, at most
 * @param running answers that are generated at a time; others wait
 * @param waiting requests that wait; others are refused
 * @param time of a request, waiting included; its answers then end where they are
 * @param beat how often a client that waits is written to, so that one that is gone is noticed
 * @param grace for requests in progress when the server is stopped
 */
public record Limits(
        int bodyBytes,
        int promptTokens,
        int newTokens,
        int running,
        int waiting,
        Duration time,
        Duration beat,
        Duration grace) {

    /** The usual ones. */
    public static final Limits USUAL =
            new Limits(
                    1 << 20,
                    Integer.MAX_VALUE,
                    4096,
                    32,
                    64,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30));
}
