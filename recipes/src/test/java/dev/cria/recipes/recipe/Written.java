package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes recipes, and files for them to name, into a folder of a test. */
public record Written(Path folder) {

    /** A recipe of one sft stage that is sound, with more lines in its section train. */
    public static final String SFT =
            """
            stage: sft
            output_dir: %s/run
            model:
              model_name_or_path: base
            data:
              datasets: [chat.jsonl]
            train:
              max_steps: 5
            """;

    /** Reads a recipe that is sound. */
    public Recipe read(String text, String... overrides) {
        return RecipeReader.read(recipe(text), List.of(overrides));
    }

    /** The problems of a recipe, without the name of its file. */
    public List<String> problems(String text, String... overrides) {
        Path file = recipe(text);
        RecipeException thrown =
                assertThrows(
                        RecipeException.class, () -> RecipeReader.read(file, List.of(overrides)));
        return thrown.problems().stream().map(p -> p.replace(file + ":", "")).toList();
    }

    /** Writes a recipe; %s stands for the folder. */
    public Path recipe(String text) {
        return file("recipe.yaml", text.replace("%s", folder.toString()));
    }

    /** Writes a file. */
    public Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files that {@link #SFT} names. */
    public Written withInputs() {
        file("base/config.json", "{}");
        file("adapter/adapter_config.json", "{}");
        file("chat.jsonl", "{}\n");
        return this;
    }
}
