package dev.cria.recipes.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Nearest;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How answers are drawn, as a conversation changes it: numbers by the names of their keys. */
public final class ChatSettings {

    private static final String TEMPERATURE = "temperature";
    private static final String TOP_K = "top_k";
    private static final String TOP_P = "top_p";
    private static final String MIN_P = "min_p";
    private static final String REPETITION = "repetition_penalty";
    private static final String SEED = "seed";
    private static final String MAX_NEW_TOKENS = "max_new_tokens";

    private static final Set<String> WHOLE = Set.of(TOP_K, SEED, MAX_NEW_TOKENS);

    /** Exact for every long that a seed or a count is likely to be. */
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Those of a start.
     *
     * @param sampling how
     * @param seed of the first answer; later ones count on from it
     * @param maxNewTokens tokens of an answer, at most
     */
    public ChatSettings(Sampling sampling, long seed, int maxNewTokens) {
        values.put(TEMPERATURE, Double.toString(sampling.temperature()));
        values.put(TOP_K, Integer.toString(sampling.topK()));
        values.put(TOP_P, Double.toString(sampling.topP()));
        values.put(MIN_P, Double.toString(sampling.minP()));
        values.put(REPETITION, Double.toString(sampling.repetitionPenalty()));
        values.put(SEED, Long.toString(seed));
        values.put(MAX_NEW_TOKENS, Integer.toString(maxNewTokens));
    }

    /**
     * Changes one.
     *
     * @throws UserException if there is none of the name, or the value is none for it
     */
    void set(String name, String value) {
        String before = values.get(name);
        if (before == null) {
            throw new UserException(
                    "there is no setting '%s'%s"
                            .formatted(name, Nearest.hintOrAll(name, values.keySet())));
        }
        requireNumber(name, value);
        values.put(name, value);
        try {
            sampling();
            if (maxNewTokens() < 1) {
                throw new UserException(MAX_NEW_TOKENS + ": expected at least 1, found " + value);
            }
        } catch (UserException refused) {
            values.put(name, before);
            throw refused;
        }
    }

    private static void requireNumber(String name, String value) {
        boolean whole = WHOLE.contains(name);
        try {
            if (name.equals(SEED)) {
                Long.parseLong(value);
            } else if (whole) {
                Integer.parseInt(value);
            } else {
                Double.parseDouble(value);
            }
        } catch (NumberFormatException e) {
            throw new UserException(
                    "%s: expected %s, found '%s'"
                            .formatted(name, whole ? "a whole number" : "a number", value),
                    e);
        }
    }

    /** All of them as one line. */
    String line() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A request for an answer, the first one numbered 0. */
    Request request(int[] prompt, int most, Set<Integer> stopIds, int number) {
        return Request.of(prompt, Math.min(most, maxNewTokens()))
                .with(sampling(), Long.parseLong(values.get(SEED)) + number)
                .withStops(stopIds, List.of());
    }

    private int maxNewTokens() {
        return Integer.parseInt(values.get(MAX_NEW_TOKENS));
    }

    private Sampling sampling() {
        return new Sampling(
                Double.parseDouble(values.get(TEMPERATURE)),
                Integer.parseInt(values.get(TOP_K)),
                Double.parseDouble(values.get(TOP_P)),
                Double.parseDouble(values.get(MIN_P)),
                Double.parseDouble(values.get(REPETITION)));
    }
}
