package dev.cria.recipes.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The commands by their names. */
final class Verbs {

    /** In the order in which completion and help name them. */
    static final Map<String, Class<?>> ALL = all();

    private static final String HELP = "help";
    private static final String COMPLETION = "completion";

    private Verbs() {}

    /** Adds all of them. */
    static void addAll(CommandLine line) {
        ALL.forEach(line::addSubcommand);
    }

    /**
     * Adds what the arguments need: a command that is named alone, because the options of all the
     * others take as long to look at as the rest of a short command.
     */
    static void addAsked(CommandLine line, String... arguments) {
        String first = arguments.length == 0 ? HELP : arguments[0];
        if (first.equals(HELP) || first.equals(COMPLETION) || !ALL.containsKey(first)) {
            addAll(line);
        } else {
            line.addSubcommand(first, ALL.get(first));
        }
    }

    private static Map<String, Class<?>> all() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("run", RunCommand.class);
        all.put("validate", ValidateCommand.class);
        all.put("preview", PreviewCommand.class);
        all.put("ls", ListCommand.class);
        all.put("explain", ExplainCommand.class);
        all.put("steps", StepsCommand.class);
        all.put("card", CardCommand.class);
        all.put("spark", SparkCommand.class);
        all.put("cat", CatCommand.class);
        all.put("cp", CopyCommand.class);
        all.put("convert-recipe", ConvertCommand.class);
        all.put("env", EnvCommand.class);
        all.put(COMPLETION, CompletionCommand.class);
        all.put("board", BoardCommand.class);
        all.put("generate", GenerateCommand.class);
        all.put("chat", ChatCommand.class);
        all.put("serve", ServeCommand.class);
        all.put("score", ScoreCommand.class);
        all.put("eval", EvalCommand.class);
        all.put("export", ExportCommand.class);
        all.put("merge", MergeCommand.class);
        all.put("inspect", InspectCommand.class);
        all.put("tokens", TokensCommand.class);
        all.put("random-model", RandomModelCommand.class);
        all.put("schema", SchemaCommand.class);
        all.put(HELP, CommandLine.HelpCommand.class);
        return all;
    }
}
