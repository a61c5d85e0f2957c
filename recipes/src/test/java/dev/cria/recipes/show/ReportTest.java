package dev.cria.recipes.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Recovery;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.RunFolder;
import dev.cria.trainer.loop.StepMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

final class ReportTest {

    @TempDir Path folder;

    private String report(StepMetrics... steps) throws IOException {
        Stage sft = new Stage("sft", "sft", Map.of());
        Stage generate = new Stage("generate", "generate", Map.of());
        Recipe recipe =
                new Recipe(
                        "<try> & see",
                        folder,
                        1,
                        0,
                        Recovery.DEFAULT,
                        List.of(sft, generate),
                        List.of());
        RunFolder run = new RunFolder(recipe);
        for (StepMetrics step : steps) {
            run.metrics().append(step);
        }
        Map<Stage, JobResult> results = new LinkedHashMap<>();
        results.put(sft, JobResult.of("tokens", "1024", "held-out perplexity before", "98.7"));
        results.put(generate, JobResult.of("merged: 你是谁？", "我是一只小羊驼。\n<script>alert(1)</script>"));
        Report.write(run, results);
        return Files.readString(folder.resolve("report.html"));
    }

    private static StepMetrics step(long step, double loss) {
        return new StepMetrics("sft", step, 3, loss, 1, 1e-3, 64, 100, 0.6, Map.of());
    }

    @Test
    void itHoldsTheFactsAndCurvesOfTheRun() throws IOException {
        String html = report(step(1, 4), step(2, 3), step(3, 2));
        assertTrue(html.contains("98.7"), html);
        assertTrue(html.contains("我是一只小羊驼。"), html);
        assertTrue(html.contains("<svg"), html);
    }

    @Test
    void itNeedsNothingElseAndRunsNothing() throws IOException {
        String html = report(step(1, 4), step(2, 3));
        for (String outside :
                List.of("http:", "https:", "//", "<script", "<link", "url(", "@import", "src=")) {
            assertFalse(html.contains(outside), outside);
        }
        assertTrue(html.contains("prefers-color-scheme"), html);
    }

    @Test
    void textOfAModelIsShownAndNotObeyed() throws Exception {
        String html = report(step(1, 4), step(2, 3));
        assertTrue(html.contains("&lt;script&gt;alert(1)"), html);
        assertTrue(html.contains("&lt;try&gt; &amp; see"), html);
    }

    @Test
    void itIsWellFormed() throws Exception {
        String html = report(step(1, 4), step(2, 3)).replace("<!doctype html>", "");
        Document parsed =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
        assertEquals("html", parsed.getDocumentElement().getTagName());
    }

    @Test
    void oneStepIsNoCurveAndStepsWithoutANumberAreLeftOut() throws IOException {
        assertFalse(report(step(1, 4)).contains("<svg"));
        String html = report(step(2, Double.NaN), step(3, 2));
        assertTrue(html.contains("<svg"), html);
        assertFalse(html.contains("NaN"), html);
    }

    @Test
    void roundsAreATableOfTheirOwn() throws IOException {
        Map<Stage, JobResult> results = new LinkedHashMap<>();
        results.put(
                new Stage("rejection_sampling", "before", Map.of()),
                JobResult.of("reward", "0.1 ± 0.05"));
        results.put(new Stage("sft", "first", Map.of()), JobResult.of("loss", "3"));
        for (int round = 1; round <= 2; round++) {
            results.put(
                    new Stage("rm", "rm-" + round, round, Map.of()),
                    JobResult.of("held-out reward accuracy", "0." + round + " of 80 pairs"));
            results.put(
                    new Stage("sft", "sft-" + round, round, Map.of()),
                    JobResult.of("perplexity before, x", "9", "perplexity after, x", "8"));
        }
        Recipe recipe =
                new Recipe(
                        "r",
                        folder,
                        1,
                        0,
                        Recovery.DEFAULT,
                        List.copyOf(results.keySet()),
                        List.of());
        Report.write(new RunFolder(recipe), results);
        String html = Files.readString(folder.resolve("report.html"));
        String table = html.substring(html.indexOf("class=\"rounds\""), html.indexOf("</table>"));
        assertTrue(table.contains("<td>9 → 8</td>"), table);
        assertTrue(table.contains("<td>0.2 of 80 pairs</td>"), table);
        assertTrue(table.contains("rowspan=\"2\">2</th>"), table);
        assertTrue(table.contains("#stage-before"), table);
        assertFalse(table.contains("first"), "says nothing about answers, and is in no round");
        assertFalse(table.contains("margin"), "a column that nothing stands in");
    }
}
