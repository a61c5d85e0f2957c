package dev.cria.recipes.evaluation;

import dev.cria.checkpoints.UserException;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.recipes.recipe.EvalKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Definitions of tasks: those that come with Cria, by their names, and others by their files. */
public final class Tasks {

    private static final long MAX_BYTES = 256 * 1024;

    private Tasks() {}

    /**
     * A definition by the name of a shipped one, or by its file.
     *
     * @throws UserException if there is none, or it is wrong
     */
    public static TaskDefinition named(String name) {
        if (EvalKeys.TASKS.contains(name)) {
            return shipped(name);
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return file(Path.of(name));
        }
        throw new UserException(
                "there is no task '%s'; expected a file .yaml, or one of %s"
                        .formatted(name, String.join(", ", EvalKeys.TASKS)));
    }

    /** Refuses two tasks whose results could not be told apart. */
    public static void requireDifferentNames(List<TaskDefinition> tasks) {
        Set<String> names = new HashSet<>();
        for (TaskDefinition task : tasks) {
            if (!names.add(task.name())) {
                throw new UserException(
                        "two tasks are called '%s'; give each its own name".formatted(task.name()));
            }
        }
    }

    private static TaskDefinition shipped(String name) {
        String resource = name + ".yaml";
        try (InputStream bytes = Tasks.class.getResourceAsStream(resource)) {
            return TaskYaml.read(
                    resource, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TaskDefinition file(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new UserException(file + ": there is no such task file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException(file + ": larger than 256 KiB; this is no task file");
            }
            return TaskYaml.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read as UTF-8 text: " + e, e);
        }
    }
}
