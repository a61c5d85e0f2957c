package dev.cria.recipes.preview;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at the data of a recipe's stages. Nothing is written but a folder for tokens among the
 * temporary files, which is deleted.
 *
 * @param tokenizer stands for tokenizers that are not there yet; null where none is named
 * @param rows how many of each stage are shown
 */
public record Previews(Recipe recipe, Path tokenizer, int rows) {

    /** The stages whose data can be looked at. */
    public List<Stage> stages() {
        return recipe.stages().stream()
                .filter(stage -> StageLook.TYPES.contains(stage.type()))
                .toList();
    }

    /** Why a stage cannot be looked at yet, and what to do about it; empty where it can. */
    public Optional<String> whyNot(Stage stage) {
        Path source = ownTokenizer(stage);
        if (tokenizer == null && !Files.exists(source)) {
            return Optional.of(
                    "its tokenizer %s%s; run that first, or name a folder with the tokenizer: --tokenizer DIR"
                            .formatted(source, writtenBy(source)));
        }
        return stage.datasets("datasets").stream()
                .map(Dataset::paths)
                .flatMap(List::stream)
                .map(Path::of)
                .filter(path -> !Files.exists(path))
                .findFirst()
                .map(
                        path ->
                                "its data %s%s; run that first, or look at other data: %s.datasets=[FILE]"
                                        .formatted(path, writtenBy(path), stage.name()));
    }

    /**
     * The first rows of a stage.
     *
     * @throws UserException if it is not ready, or its data are not as they should be
     */
    public Preview of(Stage stage) {
        whyNot(stage)
                .ifPresent(
                        why -> {
                            throw new UserException("stage %s: %s".formatted(stage.name(), why));
                        });
        Stage own = tokenizer == null ? stage : stage.with(Map.of(tokenizerKey(stage), absolute()));
        try {
            Path scratch = Files.createTempDirectory("cria-preview");
            try {
                return new StageLook(recipe, own, ownTokenizer(own), scratch, rows).look();
            } finally {
                Storage.disk().delete(scratch);
            }
        } catch (IOException e) {
            throw new UserException(
                    "%s: temporary files cannot be written there: %s; make room, or name another folder: CRIA_JAVA_OPTS=-Djava.io.tmpdir=DIR"
                            .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
                    e);
        }
    }

    private String absolute() {
        return tokenizer.toAbsolutePath().normalize().toString();
    }

    private static Path ownTokenizer(Stage stage) {
        return stage.path(tokenizerKey(stage));
    }

    /** A model's own tokenizer comes first, as in training. */
    private static String tokenizerKey(Stage stage) {
        return stage.path("model_name_or_path") == null ? "tokenizer_path" : "model_name_or_path";
    }

    private String writtenBy(Path path) {
        Stream<Stage> writers =
                recipe.stages().stream()
                        .filter(stage -> path.startsWith(recipe.outputDir().resolve(stage.name())));
        return writers.findFirst()
                .map(stage -> " is made by stage '%s', which has not run".formatted(stage.name()))
                .orElse(" does not exist");
    }
}
