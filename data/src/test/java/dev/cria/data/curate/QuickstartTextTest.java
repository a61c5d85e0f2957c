package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text that is shipped for the quickstart. */
final class QuickstartTextTest {

    private static final Path SHIPPED = Path.of("../recipes/quickstart");

    @Test
    void everyStepDropsSomethingAndMostOfTheTextStays(@TempDir Path folder) {
        Path output = folder.resolve("curated");
        CurateSettings settings =
                CurateSettings.of(
                        List.of(
                                SHIPPED.resolve("english.jsonl.gz"),
                                SHIPPED.resolve("chinese.jsonl.gz")),
                        output,
                        List.of(
                                choose("gopher_quality", Map.of()),
                                choose("gopher_repetition", Map.of()),
                                choose("word_list", Map.of("min_hits", 1)),
                                choose("exact_dedup", Map.of()),
                                choose(
                                        "classifier",
                                        Map.of(
                                                "positive", "quality-positive.jsonl.gz",
                                                "negative", "quality-negative.jsonl.gz"))));

        CurateReport report = Curator.run(settings, CurateProgress.NONE);

        assertEquals(0, report.badRows());
        long previous = report.documentsIn();
        for (StepCount step : report.steps()) {
            long dropped = step.dropped().values().stream().mapToLong(Long::longValue).sum();
            assertEquals(previous, step.in(), step.step());
            assertEquals(step.in(), step.kept() + dropped, step.step());
            assertTrue(dropped > 10, step.step() + " dropped " + dropped);
            previous = step.kept();
        }
        assertEquals(5, report.steps().size());
        assertEquals(previous, report.documentsKept());
        double share = (double) report.charactersKept() / report.charactersIn();
        assertTrue(share > 0.7 && share < 0.95, "share of characters kept: " + share);
        assertTrue(Files.exists(output.resolve("classifier-quality.pb")));
        String heldOut = report.results().get("classifier").get("quality held out");
        assertTrue(heldOut.matches(".*AUC (0\\.9\\d+|1\\.0+);.*"), heldOut);
    }

    private static ChosenStep choose(String name, Map<String, ?> given) {
        return StepCatalog.choose(name, given, SHIPPED, 0);
    }
}
