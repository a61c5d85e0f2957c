package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.Tools;
import dev.cria.trainer.generate.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads requests to continue texts. */
final class CompletionReader {

    /** Source: OpenAI API reference, {@code max_tokens} of completions. */
    private static final int USUAL_TOKENS = 16;

    private static final int MOST_LIKELIEST = 20;

    private static final Map<String, String> NOT_THERE =
            Map.of(
                    "echo", "the prompt is not told again; leave it out",
                    "suffix", "texts are continued at their end only; leave it out");

    private final RequestReader common;
    private final JsonAnswers forms;

    CompletionReader(RequestReader common, JsonAnswers forms) {
        this.common = common;
        this.forms = forms;
    }

    Asked read(JsonNode body) {
        Fields fields = new Fields(body);
        fields.refuse(NOT_THERE);
        List<Request> requests = new ArrayList<>();
        for (int[] prompt : prompts(fields.get("prompt"))) {
            requests.add(
                    common.request(
                                    fields,
                                    prompt,
                                    fields.get("max_tokens"),
                                    USUAL_TOKENS,
                                    common.models().ends(),
                                    fields.count("logprobs", -1, 0, MOST_LIKELIEST))
                            .withForm(forms.of(fields.get("response_format"))));
        }
        int best = fields.count("best_of", requests.get(0).samples(), 1, Integer.MAX_VALUE);
        if (best != requests.get(0).samples()) {
            throw ApiError.invalid("best_of", "best_of: all answers are given; ask for n");
        }
        Asked asked =
                new Asked(
                        common.model(fields),
                        requests,
                        common.stream(fields),
                        common.usage(fields),
                        Tools.NONE);
        common.requireNoOthers(fields);
        return asked;
    }

    private List<int[]> prompts(JsonNode prompt) {
        if (prompt.isTextual()) {
            return List.of(common.models().ids(prompt.asText()));
        }
        List<int[]> prompts = new ArrayList<>();
        if (prompt.isArray() && !prompt.isEmpty()) {
            if (prompt.get(0).isInt()) {
                return List.of(ids(prompt));
            }
            for (JsonNode each : prompt) {
                prompts.add(each.isTextual() ? common.models().ids(each.asText()) : ids(each));
            }
        }
        if (prompts.isEmpty()) {
            throw expected();
        }
        return prompts;
    }

    private static int[] ids(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw expected();
        }
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!list.get(i).isInt()) {
                throw expected();
            }
            ids[i] = list.get(i).asInt();
        }
        return ids;
    }

    private static ApiError expected() {
        return ApiError.invalid(
                "prompt", "prompt: expected a text or a list of token ids, or a list of such");
    }
}
