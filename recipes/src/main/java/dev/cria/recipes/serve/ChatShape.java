package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.chat.ToolCall;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Documents {@code chat.completion} and {@code chat.completion.chunk} of OpenAI's API reference.
 */
final class ChatShape implements Shape {

    private final Parts parts;
    private final Asked asked;
    private final Tokenizer tokenizer;

    ChatShape(Asked asked, Tokenizer tokenizer) {
        this.parts = new Parts("chatcmpl", asked.model());
        this.asked = asked;
        this.tokenizer = tokenizer;
    }

    @Override
    public ObjectNode whole(List<Outcome> outcomes) {
        ObjectNode node = parts.document("chat.completion");
        for (Outcome outcome : outcomes) {
            ObjectNode choice = Parts.choices(node).addObject().put("index", outcome.index());
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            boolean silent = outcome.refusal() != null || !outcome.calls().isEmpty();
            message.put("content", silent ? null : outcome.content());
            message.put("refusal", outcome.refusal());
            if (!outcome.calls().isEmpty()) {
                message.set("tool_calls", calls(outcome, false));
            }
            putLogProbs(choice, outcome.refusal() == null ? outcome.tokens() : List.of());
            choice.put("finish_reason", outcome.finish());
            Parts.putFindings(choice, outcome.findings());
        }
        return node;
    }

    @Override
    public ObjectNode begin(int index) {
        ObjectNode node = empty();
        ObjectNode choice = choice(node, index);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull("finish_reason");
        return node;
    }

    @Override
    public ObjectNode more(int index, String text, List<Told> tokens) {
        ObjectNode node = empty();
        ObjectNode choice = choice(node, index);
        choice.putObject("delta").put("content", text);
        putLogProbs(choice, tokens);
        choice.putNull("finish_reason");
        return node;
    }

    @Override
    public ObjectNode end(Outcome outcome) {
        ObjectNode node = empty();
        ObjectNode choice = choice(node, outcome.index());
        ObjectNode delta = choice.putObject("delta");
        if (outcome.refusal() != null) {
            delta.put("refusal", outcome.refusal());
        }
        if (!outcome.calls().isEmpty()) {
            delta.set("tool_calls", calls(outcome, true));
        }
        choice.put("finish_reason", outcome.finish());
        Parts.putFindings(choice, outcome.findings());
        return node;
    }

    @Override
    public ObjectNode empty() {
        return parts.document("chat.completion.chunk");
    }

    private static ObjectNode choice(ObjectNode node, int index) {
        return Parts.choices(node).addObject().put("index", index);
    }

    private ArrayNode calls(Outcome outcome, boolean numbered) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ToolCall call : outcome.calls()) {
            int number = list.size();
            ObjectNode node = list.addObject();
            if (numbered) {
                node.put("index", number);
            }
            node.put("id", "call_%s_%d_%d".formatted(parts.id(), outcome.index(), number));
            node.put("type", "function");
            node.putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments().toString());
        }
        return list;
    }

    private void putLogProbs(ObjectNode choice, List<Told> tokens) {
        if (!asked.wantsLogProbs()) {
            choice.putNull("logprobs");
            return;
        }
        ArrayNode content = choice.putObject("logprobs").putArray("content");
        for (Told token : tokens) {
            ObjectNode node = content.addObject();
            put(node, token.id(), token.logProb());
            ArrayNode top = node.putArray("top_logprobs");
            token.top().forEach(other -> put(top.addObject(), other.id(), other.logProb()));
        }
    }

    private void put(ObjectNode node, int id, float logProb) {
        byte[] bytes = tokenizer.decodeBytes(new int[] {id});
        node.put("token", new String(bytes, StandardCharsets.UTF_8)).put("logprob", logProb);
        ArrayNode list = node.putArray("bytes");
        for (byte value : bytes) {
            list.add(value & 0xff);
        }
    }
}
