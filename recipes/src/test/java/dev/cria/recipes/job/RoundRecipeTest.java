package dev.cria.recipes.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
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

/** The shipped recipe of rounds, with a smaller model and fewer steps. */
@ExtendWith(OneThread.class)
final class RoundRecipeTest {

    private static final String FEW = "[{path: %s/chat-zh-heldout.jsonl, max_samples: 3}]";

    @TempDir Path folder;

    @Test
    void twoRoundsFromTheRewardModelToTheMeanWithOneReport() throws IOException {
        Path texts = Path.of("quickstart").toAbsolutePath();
        String few = FEW.formatted(texts);
        Recipe recipe =
                RecipeReader.read(
                        Path.of("llama3-round.yaml"),
                        List.of(
                                "output_dir=" + folder.resolve("run"),
                                "tokenizer.train_on=" + texts.resolve("chat-zh-heldout.jsonl"),
                                "vocab_size=512",
                                "hidden_size=32",
                                "intermediate_size=64",
                                "num_hidden_layers=1",
                                "num_attention_heads=2",
                                "pretrain.datasets=" + texts.resolve("heldout-zh.jsonl"),
                                "pretrain.max_steps=2",
                                "first.max_steps=2",
                                "first.heldout=" + few,
                                "before.datasets=" + few,
                                "before.max_new_tokens=4",
                                "rm.max_steps=3",
                                "picked.datasets=" + few,
                                "picked.max_new_tokens=4",
                                "picked.finished=false",
                                "sft.max_steps=2",
                                "sft.heldout=" + few,
                                "after-sft.datasets=" + few,
                                "after-sft.max_new_tokens=4",
                                "dpo.max_steps=6",
                                "dpo.save_steps=2",
                                "after.datasets=" + few,
                                "after.max_new_tokens=4"));
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Runner(Jobs.all(), new ConsoleView(nowhere, 0), () -> false).run(recipe);
        String html = Files.readString(folder.resolve("run/report.html"));
        String table = html.substring(html.indexOf("class=\"rounds\""), html.indexOf("</table>"));
        for (int round = 1; round <= 2; round++) {
            for (String stage :
                    List.of("rm", "picked", "sft", "after-sft", "dpo", "mean", "after")) {
                assertTrue(table.contains("#stage-" + stage + "-" + round), stage);
            }
            assertTrue(Files.exists(folder.resolve("run/mean-" + round + "/model/config.json")));
        }
        assertEquals(
                7, table.split("±", -1).length - 1, "rewards: one before, three in each round");
        assertEquals(2, table.split("of 80 pairs", -1).length - 1, "accuracies of reward models");
        assertEquals(2, table.split(" → ", -1).length - 1, "perplexities of sft");
    }
}
