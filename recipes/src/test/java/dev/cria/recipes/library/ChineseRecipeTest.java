package dev.cria.recipes.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.show.ConsoleView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped way from Chinese text to an adapter, with a smaller model and fewer steps. */
@ExtendWith(OneThread.class)
final class ChineseRecipeTest {

    @TempDir Path folder;

    @Test
    void everyStageRunsAndTheExaminationsHaveBothLanguages() throws IOException {
        Path texts = Path.of("quickstart").toAbsolutePath();
        Path run = folder.resolve("run");
        String few = "[{path: %s/heldout-en.jsonl, max_samples: 20}]".formatted(texts);
        Recipe recipe =
                RecipeReader.read(
                        Path.of("chinese/adapter.yaml"),
                        List.of(
                                "output_dir=" + run,
                                "tokenizer.train_on=[%s/chat-zh-heldout.jsonl, %s/heldout-en.jsonl]"
                                        .formatted(texts, texts),
                                "vocab_size=600",
                                "base.hidden_size=32",
                                "base.intermediate_size=64",
                                "base.num_hidden_layers=1",
                                "base.num_attention_heads=2",
                                "base.datasets=" + few,
                                "base.max_steps=2",
                                "examined-before.limit=2",
                                "curate.inputs=%s/heldout-zh.jsonl".formatted(texts),
                                "continued.datasets=[{path: %s/curate/documents, weight: 0.67}, {path: %s/heldout-en.jsonl, weight: 0.33}]"
                                        .formatted(run, texts),
                                "continued.heldout=" + few,
                                "continued.max_steps=2",
                                "sft.max_steps=2",
                                "dpo.max_steps=2",
                                "examined-behind.limit=2",
                                "answers.datasets=[{path: %s/chat-zh-heldout.jsonl, max_samples: 2}]"
                                        .formatted(texts),
                                "answers.max_new_tokens=4"));
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Runner(Jobs.all(), new ConsoleView(nowhere, 0), () -> false).run(recipe);
        for (String stage : List.of("examined-before", "examined-behind")) {
            String results = Files.readString(run.resolve(stage).resolve("results.json"));
            assertTrue(results.contains("poems") && results.contains("english"), results);
        }
        assertTrue(Files.exists(run.resolve("export/peft/adapter_config.json")));
        assertTrue(Files.readString(run.resolve("export/merged/README.md")).contains("zh"));
        assertEquals(recipe.stages(), RunFolder.recipeOf(run).stages(), "as it was resolved");
    }
}
