package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.ToolCall;
import dev.cria.data.chat.Tools;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.TextForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads requests for the next message of a conversation. */
final class ChatReader {

    private static final int MOST_LIKELIEST = 20;

    private static final String TOOL = "tool";

    private static final Map<String, String> ROLES =
            Map.of(
                    "system",
                    "system",
                    "developer",
                    "system",
                    "user",
                    "user",
                    "assistant",
                    "assistant",
                    "tool",
                    TOOL);

    private static final String NO_TOOLS =
            "the chat template of this model does not know tools; leave them out";

    private static final Map<String, String> NOT_THERE =
            Map.of(
                    "functions", "name them as tools",
                    "function_call", "say tool_choice",
                    "audio", "answers are texts",
                    "web_search_options", "there is no search here");

    private final RequestReader common;
    private final JsonAnswers forms;

    ChatReader(RequestReader common, JsonAnswers forms) {
        this.common = common;
        this.forms = forms;
    }

    Asked read(JsonNode body) {
        Fields fields = new Fields(body);
        fields.refuse(NOT_THERE);
        fields.ignore(Set.of("parallel_tool_calls", "prompt_cache_key", "modalities"));
        ChatTemplate template = common.models().template(common.model(fields));
        Tools tools = ToolReader.tools(fields);
        int[] prompt = prompt(template, messages(fields.get("messages")), tools);
        Set<Integer> ends = common.models().ends();
        ends.addAll(template.stops());
        String newer = "max_completion_tokens";
        JsonNode older = fields.get("max_tokens");
        JsonNode most = fields.has(newer) ? fields.get(newer) : older;
        Request request =
                common.request(fields, prompt, most, Integer.MAX_VALUE, ends, logProbs(fields))
                        .withForm(form(fields, tools));
        Asked asked =
                new Asked(
                        common.model(fields),
                        List.of(request),
                        common.stream(fields),
                        common.usage(fields),
                        tools);
        common.requireNoOthers(fields);
        return asked;
    }

    /**
     * A conversation up to where the assistant answers.
     *
     * @throws ApiError if there are tools of which the template would say nothing
     */
    static int[] prompt(ChatTemplate template, List<Message> messages, Tools tools) {
        int[] prompt = template.prompt(new Conversation(messages, tools));
        if (!tools.isEmpty() && Arrays.equals(prompt, template.prompt(messages))) {
            throw ApiError.invalid("tools", NO_TOOLS);
        }
        return prompt;
    }

    /** What the answer must be: a call of a tool, or JSON as it was asked for. */
    private TextForm form(Fields fields, Tools tools) {
        JsonNode call = ToolReader.schema(fields, tools);
        JsonNode format = fields.get("response_format");
        return call == null ? forms.of(format) : forms.schema(call);
    }

    private static int logProbs(Fields fields) {
        int top = fields.count("top_logprobs", 0, 0, MOST_LIKELIEST);
        boolean wanted = fields.flag("logprobs", false);
        if (top > 0 && !wanted) {
            throw ApiError.invalid("top_logprobs", "top_logprobs: only with logprobs: true");
        }
        return wanted ? top : -1;
    }

    private static List<Message> messages(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw ApiError.invalid(
                    "messages",
                    "messages: expected a list such as [{\"role\": \"user\", \"content\": \"Hello\"}]");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode each : list) {
            messages.add(message(each, "messages[%d]".formatted(messages.size())));
        }
        return messages;
    }

    private static Message message(JsonNode node, String where) {
        String role = ROLES.get(node.path("role").asText());
        if (role == null) {
            throw ApiError.invalid(
                    where,
                    "%s.role: expected system, user, assistant or tool, found %s"
                            .formatted(where, node.path("role")));
        }
        List<ToolCall> calls = calls(node.path("tool_calls"), where);
        if (!calls.isEmpty() && !role.equals("assistant")) {
            throw ApiError.invalid(where, where + ": only the assistant has tool_calls");
        }
        boolean silent = !calls.isEmpty() && !node.hasNonNull("content");
        return new Message(role, silent ? "" : content(node.path("content"), where), calls, 1);
    }

    private static List<ToolCall> calls(JsonNode list, String where) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode each : list) {
            calls.add(ToolCall.of(each, "%s.tool_calls[%d]".formatted(where, calls.size())));
        }
        return calls;
    }

    /** A text, or the texts of a list of parts. */
    private static String content(JsonNode content, String where) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw ApiError.invalid(
                        where,
                        "%s.content: this model reads texts only, found a part of type %s"
                                .formatted(where, part.path("type")));
            }
            text.append(part.get("text").asText());
        }
        if (!content.isArray() || content.isEmpty()) {
            throw ApiError.invalid(where, where + ".content: expected a text");
        }
        return text.toString();
    }
}
