package dev.cria.recipes.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaPresets;
import dev.cria.checkpoints.huggingface.RandomModel;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.show.ConsoleView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped recipes for published models are sound, and each of their stages runs. */
@ExtendWith(OneThread.class)
final class LibraryTest {

    private static final Path SHIPPED = Path.of("").toAbsolutePath();
    private static final Path TEXTS = SHIPPED.resolve("quickstart");

    @TempDir Path folder;

    /** Reading and forecasting them is part of making them. */
    @Test
    void theRecipesAreSoundAndSayWhatTheyNeed() throws IOException {
        for (Map.Entry<String, String> file : new Library(folder, TEXTS).files().entrySet()) {
            Path shipped = SHIPPED.resolve(file.getKey());
            if (Boolean.getBoolean("cria.update")) {
                Files.createDirectories(shipped.getParent());
                Files.writeString(shipped, file.getValue());
            }
            assertEquals(
                    file.getValue(),
                    Files.exists(shipped) ? Files.readString(shipped) : "",
                    file.getKey()
                            + " is not what Library gives; run this test with -Dcria.update=true");
        }
    }

    @Test
    void noRecipeIsLeftOfAnEarlierLibrary() throws IOException {
        for (LibraryModel model : Library.MODELS) {
            try (Stream<Path> files = Files.list(SHIPPED.resolve(model.preset()))) {
                Set<String> kinds =
                        Stream.of(LibraryKind.values())
                                .map(LibraryKind::fileName)
                                .collect(Collectors.toSet());
                assertEquals(
                        kinds,
                        files.map(file -> file.getFileName().toString())
                                .collect(Collectors.toSet()));
            }
        }
    }

    @Test
    void everyRecipeRunsToItsEndOnATinyModel() throws IOException {
        Path models = models();
        for (LibraryModel model : Library.MODELS) {
            for (LibraryKind kind : LibraryKind.values()) {
                String name = model.preset() + "/" + kind.fileName();
                run(name, models);
                Path run = folder.resolve("runs").resolve(name);
                assertTrue(Files.exists(run.resolve("report.html")), name);
            }
        }
    }

    /** The shipped file, with the tiny models in the place of the real ones and few, short rows. */
    private void run(String name, Path models) throws IOException {
        String text = Files.readString(SHIPPED.resolve(name));
        Path file = folder.resolve("recipes").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                text.replace("${env:CRIA_MODELS,../../models}", models.toString())
                        .replace("../quickstart", TEXTS.toString()));
        String output = "output_dir=" + folder.resolve("runs").resolve(name);
        List<String> changes = new ArrayList<>(List.of(output));
        for (Stage stage : RecipeReader.read(file, List.of(output)).stages()) {
            changes.addAll(few(stage));
        }
        Recipe recipe = RecipeReader.read(file, changes);
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Runner(Jobs.all(), new ConsoleView(nowhere, 0), () -> false).run(recipe);
        assertEquals(
                recipe.stages(),
                RunFolder.recipeOf(recipe.outputDir()).stages(),
                "as it was resolved");
    }

    private static List<String> few(Stage stage) {
        List<String> changes = new ArrayList<>();
        String texts =
                switch (stage.type()) {
                    case "pretrain" -> "[{path: %s/heldout-zh.jsonl, max_samples: 8}]";
                    case "dpo", "rm" -> "[{path: %s/preference-zh-heldout.jsonl, max_samples: 8}]";
                    default -> "[{path: %s/chat-zh-heldout.jsonl, max_samples: 4}]";
                };
        boolean ofAnotherStage =
                has(stage, "datasets")
                        && stage.datasets("datasets").toString().contains("/picked/");
        if (has(stage, "datasets") && !ofAnotherStage) {
            changes.add(stage.name() + ".datasets=" + texts.formatted(TEXTS));
        }
        if (has(stage, "heldout")) {
            changes.add(stage.name() + ".heldout=" + texts.formatted(TEXTS));
        }
        if (has(stage, "max_steps")) {
            changes.add(stage.name() + ".max_steps=1");
            changes.add(stage.name() + ".max_seq_len=256");
        }
        if (has(stage, "num_generations")) {
            changes.add(stage.name() + ".max_new_tokens=4");
            changes.add(stage.name() + ".num_generations=2");
            changes.add(stage.name() + ".finished=false");
            changes.add(stage.name() + ".same_language=false");
        }
        return changes;
    }

    private static boolean has(Stage stage, String key) {
        return stage.values().containsKey(key);
    }

    /** One tiny model by the names of all. */
    private Path models() throws IOException {
        Path tokenizer = folder.resolve("tokenizer");
        TokenizerFiles.writeFolder(
                tokenizer,
                new BpeTrainer(600)
                        .train(Stream.of(Files.readString(TEXTS.resolve("heldout-zh.jsonl")))));
        LlamaConfig shape =
                LlamaPresets.ALL.get("llama3.1-8b").toBuilder()
                        .vocabSize(600)
                        .hiddenSize(32)
                        .intermediateSize(64)
                        .numLayers(2)
                        .numHeads(4)
                        .numKvHeads(2)
                        .headDim(8)
                        .dtype(DType.BF16)
                        .build();
        Path tiny = folder.resolve("tiny");
        try (Stream<Path> files = Files.list(tokenizer)) {
            RandomModel.write(tiny, shape, 1, files.toList());
        }
        Path models = Files.createDirectories(folder.resolve("named"));
        for (LibraryModel model : Library.MODELS) {
            Files.createSymbolicLink(models.resolve(model.baseFolder()), tiny);
            Files.createSymbolicLink(models.resolve(model.instructFolder()), tiny);
        }
        Files.createSymbolicLink(models.resolve(Library.TEACHER.instructFolder()), tiny);
        return models;
    }
}
