package dev.cria.recipes.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.TokenLogProb;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An answer as a line of JSON. */
final class AnswerJson {

    private AnswerJson() {}

    /**
     * The line.
     *
     * @param hasText whether there is a tokenizer
     */
    static String of(int[] prompt, Answer answer, boolean hasText) {
        ObjectNode node = new JsonMapper().createObjectNode();
        Arrays.stream(prompt).forEach(node.putArray("prompt_ids")::add);
        Arrays.stream(answer.ids()).forEach(node.putArray("ids")::add);
        if (hasText) {
            node.put("text", answer.text());
        }
        node.put("finish", answer.finish().name().toLowerCase(Locale.ROOT));
        if (answer.logProbs().length > 0) {
            ArrayNode logProbs = node.putArray("logprobs");
            for (float value : answer.logProbs()) {
                logProbs.add(value);
            }
        }
        if (!answer.top().isEmpty()) {
            ArrayNode top = node.putArray("top_logprobs");
            answer.top().forEach(place -> top.add(likeliest(place)));
        }
        return node.toString();
    }

    private static ObjectNode likeliest(List<TokenLogProb> place) {
        ObjectNode node = new JsonMapper().createObjectNode();
        place.forEach(token -> node.put(Integer.toString(token.id()), token.logProb()));
        return node;
    }
}
