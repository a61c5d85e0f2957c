package dev.cria.recipes.cli;

import dev.cria.recipes.recipe.Nearest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line what is wrong with a command, and where more is told. */
final class Misuse {

    private Misuse() {}

    static int report(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean root = command.getParent() == null;
        System.err.printf(
                "cria: %s; '%s' %s%n",
                what(problem, command, root),
                root ? "cria help" : name + " --help",
                root ? "lists all commands" : "has all options, and examples");
        return Main.USER_ERROR;
    }

    private static String what(ParameterException problem, CommandLine command, boolean root) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)) {
            return problem.getMessage();
        }
        List<String> words = unmatched.getUnmatched();
        String word = words.isEmpty() ? "" : words.get(0);
        if (word.startsWith("-")) {
            List<String> options = List.copyOf(command.getCommandSpec().optionsMap().keySet());
            return "unknown option '%s'%s".formatted(word, Nearest.hint(word, options));
        }
        return root
                ? "there is no command '%s'%s"
                        .formatted(word, Nearest.hint(word, command.getSubcommands().keySet()))
                : "'%s' is one word too many".formatted(word);
    }
}
