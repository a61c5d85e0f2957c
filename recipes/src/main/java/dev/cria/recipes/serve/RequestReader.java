package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.recipe.Nearest;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Reads what conversations and texts to continue have in common. */
final class RequestReader {

    private static final int MOST_STOPS = 16;

    private static final Set<String> WITHOUT_EFFECT =
            Set.of("user", "metadata", "store", "service_tier", "safety_identifier");

    private static final Map<String, String> NOT_THERE =
            Map.of("logit_bias", "there is no bias of tokens here");

    private final ServedModels models;
    private final Limits limits;
    private final int room;

    /**
     * @param room tokens that a prompt and its answer may have together
     */
    RequestReader(ServedModels models, Limits limits, int room) {
        this.models = models;
        this.limits = limits;
        this.room = room;
    }

    ServedModels models() {
        return models;
    }

    /** The name of the model; the first where none is given. */
    String model(Fields fields) {
        String name = fields.text("model", models.names().get(0));
        if (!models.names().contains(name)) {
            throw ApiError.refused(
                    404,
                    "model_not_found",
                    "there is no model '%s'%s"
                            .formatted(name, Nearest.hintOrAll(name, models.names())));
        }
        return name;
    }

    boolean stream(Fields fields) {
        return fields.flag("stream", false);
    }

    /** Whether a stream ends with counts of tokens. */
    boolean usage(Fields fields) {
        JsonNode options = fields.get("stream_options");
        if (options.isMissingNode()) {
            return false;
        }
        if (!stream(fields)) {
            throw ApiError.invalid("stream_options", "stream_options: only with stream: true");
        }
        Fields own = new Fields(options);
        own.ignore(Set.of("include_obfuscation"));
        boolean usage = own.flag("include_usage", false);
        own.requireNoOthers();
        return usage;
    }

    /**
     * A request with what is said of drawing and stopping; all that is common has been read then.
     *
     * @param given tokens of the answer as asked for; empty for the usual number
     * @param usual tokens of an answer where the request does not say
     * @param ends tokens that end an answer
     * @param logProbs see {@link Request#withLogProbs}
     */
    Request request(
            Fields fields,
            int[] prompt,
            JsonNode given,
            int usual,
            Set<Integer> ends,
            int logProbs) {
        int most = newTokens(prompt, given, usual);
        return Request.of(prompt, most)
                .withSamples(fields.count("n", 1, 1, limits.running()))
                .with(
                        sampling(fields),
                        fields.whole("seed", ThreadLocalRandom.current().nextLong()))
                .withStops(fields.flag("ignore_eos", false) ? Set.of() : ends, stops(fields))
                .withLogProbs(logProbs)
                .withAdapter(model(fields));
    }

    private static Sampling sampling(Fields fields) {
        int topK = fields.count("top_k", 0, -1, Integer.MAX_VALUE);
        return new Sampling(
                fields.number("temperature", 1),
                Math.max(0, topK),
                fields.number("top_p", 1),
                fields.number("min_p", 0),
                fields.number("repetition_penalty", 1),
                fields.number("frequency_penalty", 0),
                fields.number("presence_penalty", 0));
    }

    /** Refuses what is left, but for what changes nothing. */
    void requireNoOthers(Fields fields) {
        fields.ignore(WITHOUT_EFFECT);
        fields.refuse(NOT_THERE);
        fields.requireNoOthers();
    }

    private int newTokens(int[] prompt, JsonNode given, int usual) {
        if (prompt.length > limits.promptTokens()) {
            throw ApiError.tooLong(
                    "the prompt has %d tokens; this server takes at most %d"
                            .formatted(prompt.length, limits.promptTokens()));
        }
        int left = room - prompt.length;
        if (left < 1) {
            throw ApiError.tooLong(
                    "the prompt has %d tokens, and there is room for %d together with the answer; shorten it"
                            .formatted(prompt.length, room));
        }
        if (given.isMissingNode()) {
            return Math.min(Math.min(usual, limits.newTokens()), left);
        }
        if (!given.isIntegralNumber() || !given.canConvertToInt() || given.asInt() < 1) {
            throw ApiError.invalid("max_tokens", "max_tokens: expected at least 1, found " + given);
        }
        if (given.asInt() > limits.newTokens()) {
            throw ApiError.invalid(
                    "max_tokens",
                    "max_tokens: this server answers with at most %d tokens, found %d"
                            .formatted(limits.newTokens(), given.asInt()));
        }
        if (given.asInt() > left) {
            throw ApiError.tooLong(
                    "a prompt of %d tokens and %d new ones are more than the %d that there is room for; shorten the prompt or lower max_tokens"
                            .formatted(prompt.length, given.asInt(), room));
        }
        return given.asInt();
    }

    private static List<String> stops(Fields fields) {
        JsonNode stop = fields.get("stop");
        List<String> texts = new ArrayList<>();
        if (stop.isTextual()) {
            texts.add(stop.asText());
        } else if (stop.isArray()) {
            stop.forEach(each -> texts.add(each.isTextual() ? each.asText() : ""));
        } else if (!stop.isMissingNode()) {
            texts.add("");
        }
        if (texts.size() > MOST_STOPS || texts.contains("")) {
            throw ApiError.invalid(
                    "stop",
                    "stop: expected a text, or a list of at most %d, none of them empty"
                            .formatted(MOST_STOPS));
        }
        return texts;
    }
}
