package dev.cria.recipes.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands by what they are for. */
final class Overview implements IHelpSectionRenderer {

    private static final int NAME_WIDTH = 18;
    private static final int INDENT = 2;
    private static final String OTHERS = "and";

    private static final Map<String, List<String>> GROUPS = groups();

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put(
                "recipes",
                List.of("ls", "cat", "cp", "explain", "convert-recipe", "validate", "preview"));
        groups.put("runs", List.of("run", "board", "card"));
        groups.put(
                "models", List.of("generate", "chat", "serve", "eval", "score", "export", "merge"));
        groups.put("files", List.of("inspect", "tokens", "steps", "spark", "random-model"));
        return groups;
    }

    @Override
    public String render(Help help) {
        Map<String, CommandLine> commands = help.commandSpec().subcommands();
        StringBuilder text = new StringBuilder();
        List<String> others = new ArrayList<>(commands.keySet());
        GROUPS.forEach(
                (title, names) -> {
                    List<String> here = names.stream().filter(commands::containsKey).toList();
                    group(text, help, title, here);
                    others.removeAll(here);
                });
        group(text, help, OTHERS, others);
        return text.toString();
    }

    private static void group(StringBuilder text, Help help, String title, List<String> names) {
        int width = help.commandSpec().usageMessage().width();
        TextTable table =
                TextTable.forColumns(
                        help.colorScheme(),
                        new Column(NAME_WIDTH, INDENT, Column.Overflow.SPAN),
                        new Column(width - NAME_WIDTH, 1, Column.Overflow.WRAP));
        for (String name : names) {
            var spec = help.commandSpec().subcommands().get(name).getCommandSpec();
            table.addRowValues(name, String.join(" ", spec.usageMessage().description()));
        }
        text.append('\n').append(title).append('\n').append(table);
    }
}
