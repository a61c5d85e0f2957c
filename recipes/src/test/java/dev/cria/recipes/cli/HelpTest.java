package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class HelpTest {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @Test
    void commandsAreFoundByTheNameThatTheyGiveThemselves() {
        Main.commandLine()
                .getSubcommands()
                .forEach((name, command) -> assertEquals(command.getCommandName(), name));
    }

    @Test
    void everyCommandHasExamplesAndAllOfThemAreCommands() {
        CommandLine root = Main.commandLine();
        for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
            if (command.getKey().equals("help")) {
                continue;
            }
            List<String> examples = examples(command.getValue());
            assertFalse(examples.isEmpty(), command.getKey() + " has no example in its footer");
            for (String example : examples) {
                List<String> words = words(example);
                assertTrue(words.contains(command.getKey()), example);
                Main.commandLine().parseArgs(words.subList(1, words.size()).toArray(new String[0]));
            }
        }
    }

    @Test
    void linesFitIntoEightyColumns() {
        CommandLine root = Main.commandLine();
        List<CommandLine> all = new ArrayList<>(root.getSubcommands().values());
        all.add(root);
        for (CommandLine command : all) {
            String usage = command.getUsageMessage();
            usage.lines().forEach(line -> assertTrue(line.length() <= 80, line));
        }
    }

    @Test
    void theOverviewHasEveryCommandOnce() {
        CommandLine root = Main.commandLine();
        List<String> lines = root.getUsageMessage().lines().toList();
        for (String name : root.getSubcommands().keySet()) {
            long count =
                    lines.stream().filter(line -> line.matches("  " + name + "( .*|$)")).count();
            assertEquals(1, count, name);
        }
    }

    private static List<String> examples(CommandLine command) {
        List<String> examples = new ArrayList<>();
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            String text = line.strip().replaceFirst("^source <\\((.*)\\)$", "$1");
            if (text.startsWith("cria ")) {
                examples.add(text.replaceFirst(" ( |[>|] ).*$", ""));
            }
        }
        return examples;
    }

    /** As a shell reads them. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(
                    Stream.of(1, 2, 3)
                            .map(matcher::group)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElseThrow());
        }
        return words;
    }
}
