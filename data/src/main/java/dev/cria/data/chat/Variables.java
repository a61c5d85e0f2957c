package dev.cria.data.chat;

import dev.cria.data.jinja.Jinja;
import dev.cria.data.jinja.Text;
import dev.cria.data.jinja.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation as a template sees it, in the shape that transformers gives it. All of it is data.
 */
final class Variables {

    private Variables() {}

    static Map<String, Object> of(
            ChatFormat format, Conversation conversation, boolean opensAnswer) {
        Map<String, Object> variables = new HashMap<>();
        List<Object> messages = new ArrayList<>();
        conversation.messages().forEach(message -> messages.add(message(message)));
        variables.put("messages", messages);
        Tools tools = conversation.tools();
        variables.put("tools", tools.functions().isEmpty() ? Values.NONE : functions(tools));
        if (!tools.builtIn().isEmpty()) {
            variables.put("builtin_tools", tools.builtIn().stream().map(Text::data).toList());
        }
        variables.put("documents", Values.NONE);
        variables.put("add_generation_prompt", opensAnswer);
        variables.put("bos_token", Text.of(format.specials().begin()));
        variables.put("eos_token", Text.of(format.specials().end()));
        variables.put("strftime_now", Jinja.clock(format.settings().date()));
        return variables;
    }

    private static List<Object> functions(Tools tools) {
        List<Object> functions = new ArrayList<>();
        tools.functions().forEach(function -> functions.add(Values.data(function)));
        return functions;
    }

    private static Map<Object, Object> message(Message message) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(Text.of("role"), Text.data(message.role()));
        map.put(Text.of("content"), Text.data(message.content()));
        if (!message.toolCalls().isEmpty()) {
            map.put(
                    Text.of("tool_calls"),
                    message.toolCalls().stream().map(call -> (Object) call(call)).toList());
        }
        return map;
    }

    private static Map<Object, Object> call(ToolCall call) {
        Map<Object, Object> function = new LinkedHashMap<>();
        function.put(Text.of("name"), Text.data(call.name()));
        function.put(Text.of("arguments"), Values.data(call.arguments()));
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(Text.of("type"), Text.of("function"));
        map.put(Text.of("function"), function);
        return map;
    }
}
