package dev.cria.recipes.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Recovery;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.ProgressSink;
import dev.cria.recipes.run.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleViewTest {

    private static final Stage SFT = new Stage("sft", "sft", Map.of());

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private RunFolder run() {
        return new RunFolder(
                new Recipe("x", folder, 1, 0, Recovery.DEFAULT, List.of(SFT), List.of()));
    }

    @Test
    void aLogHasALineForEachTenth() {
        ConsoleView view = new ConsoleView(out, 0);
        ProgressSink progress = view.begin(SFT);
        for (int step = 1; step <= 100; step++) {
            progress.at(step, 100, "loss 2.5");
        }
        view.end(SFT, 1.25, true);
        assertEquals(12, lines().size(), lines()::toString);
        assertEquals("sft …", lines().get(0));
        assertTrue(lines().get(1).matches("sft 10/100  .*/s  .* s left  loss 2.5"), lines().get(1));
        assertEquals("sft done in 1.3 s", lines().get(11));
    }

    @Test
    void aTerminalHasABarWithTheLoss() {
        ConsoleView view = new ConsoleView(out, 90);
        ProgressSink progress = view.begin(SFT);
        progress.at(50, 100, "loss 2.5");
        view.end(SFT, 1, true);
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("loss 2.5"));
    }

    @Test
    void aBarThatGoesOnCountsItsRateFromThere() {
        Bar bar = new Bar(out, "sft", 90);
        bar.at(500, 1000, "");
        bar.at(501, 1000, "loss 2.5");
        assertEquals(500, bar.start());
        bar.close();
    }

    @Test
    void theTableWrapsLongValuesUnderTheirLabel() {
        ConsoleView view = new ConsoleView(out, 56);
        view.done(run(), Map.of(SFT, JobResult.of("答案", "床前明月光，疑是地上霜。举头望明月，低头思故乡。")), true);
        int label = lines().indexOf("  答案                  床前明月光，疑是地上霜。举头望明");
        assertTrue(label > 0, lines()::toString);
        assertEquals("                        月，低头思故乡。", lines().get(label + 1));
        assertTrue(lines().contains("  report                " + folder.resolve("report.html")));
        assertTrue(Files.exists(folder.resolve("report.html")));
    }

    @Test
    void whenNothingIsLeftItSaysSo() {
        ConsoleView view = new ConsoleView(out, 0);
        view.skipped(SFT);
        view.done(run(), Map.of(SFT, JobResult.of("steps", "5")), false);
        assertEquals(
                "Nothing is left to do. A new run needs another output_dir.",
                lines().get(lines().size() - 1));
    }
}
