package dev.cria.recipes.serve;

import dev.cria.data.chat.Tools;
import dev.cria.trainer.generate.Request;
import java.util.List;

/**
 * A request as it was understood.
 *
 * @param model the name by which it asks
 * @param requests for each prompt; all of as many samples
 * @param stream whether answers are told as they come
 * @param usage whether a stream ends with counts of tokens
 * @param tools that the answer may call
 */
record Asked(String model, List<Request> requests, boolean stream, boolean usage, Tools tools) {

    /** Answers to all prompts together. */
    int answers() {
        return requests.size() * samples();
    }

    int samples() {
        return requests.get(0).samples();
    }

    boolean wantsLogProbs() {
        return requests.get(0).topLogProbs() >= 0;
    }
}
