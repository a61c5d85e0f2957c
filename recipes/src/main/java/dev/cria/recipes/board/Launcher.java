package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.run.RunFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Starts runs as processes that outlive the board, and has runs stop as Ctrl-C would. What they
 * print goes to {@code .board/NAME.txt} in the folder of runs.
 */
final class Launcher {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern OVERRIDE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*=[^\\r\\n]{0,4000}");
    private static final int MOST_OVERRIDES = 100;
    private static final int CONSOLE = 1 << 14;

    private final Path root;
    private final Map<String, Path> recipes;
    private final List<String> cria;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    /**
     * A launcher.
     *
     * @param recipes what may be started, by the names that the page shows
     * @param cria how this program is started, up to its arguments
     */
    Launcher(Path root, Map<String, Path> recipes, List<String> cria) {
        this.root = root;
        this.recipes = recipes;
        this.cria = cria;
    }

    /** Names of the recipes that may be started. */
    Iterable<String> recipes() {
        return recipes.keySet();
    }

    /**
     * Starts a recipe under a name.
     *
     * @throws UserException when it cannot be; nothing was started then
     */
    synchronized void start(String recipe, String name, List<String> overrides) {
        Path file = recipes.get(recipe);
        if (file == null) {
            throw new UserException("there is no recipe '%s' to start".formatted(recipe));
        }
        if (!NAME.matcher(name).matches()) {
            throw new UserException(
                    "'%s' cannot name a run; use letters, digits, '.', '_' and '-'"
                            .formatted(name));
        }
        if (Files.exists(root.resolve(name))) {
            throw new UserException(
                    "a run or folder '%s' is there already; choose another name".formatted(name));
        }
        launch(name, file, root.resolve(name), overrides);
    }

    /**
     * Goes on with a run that has stopped.
     *
     * @throws UserException when it runs
     */
    synchronized void goOn(RunDir run) {
        requireIdle(run.id(), run.path());
        launch(run.id(), run.path().resolve("resolved-recipe.yaml"), run.path(), List.of());
    }

    private void launch(String id, Path file, Path output, List<String> overrides) {
        requireIdle(id, output);
        if (overrides.size() > MOST_OVERRIDES) {
            throw new UserException("more than %d changes".formatted(MOST_OVERRIDES));
        }
        List<String> arguments = new ArrayList<>(overrides);
        for (String override : arguments) {
            if (!OVERRIDE.matcher(override).matches()) {
                throw new UserException("expected key=value, found '%s'".formatted(override));
            }
        }
        arguments.add("output_dir=" + output);
        new RunFolder(RecipeReader.read(file, arguments)).requireFits();
        List<String> command = new ArrayList<>(cria);
        command.addAll(List.of("run", "--supervise", file.toString()));
        command.addAll(arguments);
        try {
            Path console = console(id);
            Files.createDirectories(console.getParent());
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectInput(new File("/dev/null"));
            builder.redirectErrorStream(true);
            builder.redirectOutput(console.toFile());
            processes.put(id, builder.start());
        } catch (IOException e) {
            throw new UserException("the run cannot be started: " + e.getMessage(), e);
        }
    }

    private void requireIdle(String id, Path output) {
        Process process = processes.get(id);
        boolean ours = process != null && process.isAlive();
        if (ours || LockHolder.of(output).isPresent()) {
            throw new UserException("run '%s' is running".formatted(id));
        }
    }

    /**
     * Asks a run to save and stop, as TERM does. Its process is told, and the supervisor that the
     * board has started; they take both for one wish.
     *
     * @throws UserException when nothing works on it
     */
    synchronized void stop(String id, Path output) {
        Process process = processes.get(id);
        boolean ours = process != null && process.isAlive();
        boolean told = LockHolder.of(output).map(ProcessHandle::destroy).orElse(false);
        if (ours) {
            process.destroy();
        }
        if (!told && !ours) {
            throw new UserException("run '%s' is not running".formatted(id));
        }
    }

    /** What was started and has no run folder yet: it begins, or was refused. */
    synchronized ArrayNode started(List<String> runs) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        processes.forEach(
                (id, process) -> {
                    if (!runs.contains(id)) {
                        ObjectNode one = list.addObject().put("id", id);
                        one.put("alive", process.isAlive());
                        one.put("said", process.isAlive() ? "" : said(id));
                    }
                });
        return list;
    }

    /** The end of what a run has printed that the board has started. */
    String said(String id) {
        return Records.tail(console(id), CONSOLE);
    }

    private Path console(String id) {
        return root.resolve(".board").resolve(id.replace('/', '_') + ".txt");
    }
}
