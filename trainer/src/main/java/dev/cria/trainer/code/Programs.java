package dev.cria.trainer.code;

import dev.cria.data.examples.CodeTests;
import dev.cria.data.safety.code.CodeBlock;
import dev.cria.data.safety.code.CodeLanguage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in what a model wrote. */
public final class Programs {

    private Programs() {}

    /** Of a text that goes on where the prompt's code ends. */
    public static String ofCompletion(CodeTests task, String completion) {
        return task.prompt() + completion;
    }

    /**
     * Of an answer in a conversation: the code in its last fence that defines the function asked
     * for, else in its last fence, else all of it. Fences that name another language than Python
     * are left out. Behind the prompt's code where it goes on with that; behind what stands before
     * the function there (imports, helpers) where it defines the function anew.
     */
    public static String ofAnswer(CodeTests task, String answer) {
        String code = code(task, answer);
        int from = definition(task.prompt(), task.entryPoint());
        if (from < 0) {
            return code;
        }
        return definition(code, task.entryPoint()) >= 0
                ? task.prompt().substring(0, from) + code
                : task.prompt() + code;
    }

    private static String code(CodeTests task, String answer) {
        List<String> blocks =
                CodeBlock.in(answer).stream()
                        .filter(
                                block ->
                                        block.language().orElse(CodeLanguage.PYTHON)
                                                == CodeLanguage.PYTHON)
                        .map(block -> String.join("\n", block.lines()) + "\n")
                        .toList();
        if (blocks.isEmpty()) {
            return answer;
        }
        String found = blocks.get(blocks.size() - 1);
        for (String block : blocks) {
            found = definition(block, task.entryPoint()) >= 0 ? block : found;
        }
        return found;
    }

    /** Where a function is defined; below 0 where it is not. */
    private static int definition(String code, String function) {
        if (function.isEmpty()) {
            return -1;
        }
        Matcher found =
                Pattern.compile("(?m)^(?:async )?def\\s+" + Pattern.quote(function) + "\\s*\\(")
                        .matcher(code);
        return found.find() ? found.start() : -1;
    }
}
