package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents {@code text_completion} of OpenAI's API reference. */
final class CompletionShape implements Shape {

    private final Parts parts;
    private final Asked asked;
    private final Tokenizer tokenizer;

    /** Characters that were told of each answer. */
    private final Map<Integer, Integer> offsets = new HashMap<>();

    CompletionShape(Asked asked, Tokenizer tokenizer) {
        this.parts = new Parts("cmpl", asked.model());
        this.asked = asked;
        this.tokenizer = tokenizer;
    }

    @Override
    public ObjectNode whole(List<Outcome> outcomes) {
        ObjectNode node = empty();
        for (Outcome outcome : outcomes) {
            boolean withheld = outcome.refusal() != null;
            ObjectNode choice = Parts.choices(node).addObject();
            choice.put("index", outcome.index()).put("text", withheld ? "" : outcome.content());
            putLogProbs(choice, outcome.index(), withheld ? List.of() : outcome.tokens());
            putEnd(choice, outcome);
        }
        return node;
    }

    private static void putEnd(ObjectNode choice, Outcome outcome) {
        choice.put("finish_reason", outcome.finish());
        if (outcome.refusal() != null) {
            choice.put("refusal", outcome.refusal());
        }
        Parts.putFindings(choice, outcome.findings());
    }

    @Override
    public ObjectNode begin(int index) {
        return null;
    }

    @Override
    public ObjectNode more(int index, String text, List<Told> tokens) {
        ObjectNode node = empty();
        ObjectNode choice = Parts.choices(node).addObject().put("index", index).put("text", text);
        putLogProbs(choice, index, tokens);
        choice.putNull("finish_reason");
        return node;
    }

    @Override
    public ObjectNode end(Outcome outcome) {
        ObjectNode node = empty();
        ObjectNode choice = Parts.choices(node).addObject();
        choice.put("index", outcome.index()).put("text", "").putNull("logprobs");
        putEnd(choice, outcome);
        return node;
    }

    @Override
    public ObjectNode empty() {
        return parts.document("text_completion");
    }

    private void putLogProbs(ObjectNode choice, int index, List<Told> told) {
        if (!asked.wantsLogProbs()) {
            choice.putNull("logprobs");
            return;
        }
        ObjectNode node = choice.putObject("logprobs");
        ArrayNode tokens = node.putArray("tokens");
        ArrayNode values = node.putArray("token_logprobs");
        ArrayNode top = node.putArray("top_logprobs");
        ArrayNode offset = node.putArray("text_offset");
        for (Told token : told) {
            String text = text(token.id());
            tokens.add(text);
            values.add(token.logProb());
            ObjectNode likeliest = top.addObject();
            token.top().forEach(other -> likeliest.put(text(other.id()), other.logProb()));
            offset.add(offsets.getOrDefault(index, 0));
            offsets.merge(index, text.length(), Integer::sum);
        }
    }

    private String text(int id) {
        return tokenizer.decode(new int[] {id});
    }
}
