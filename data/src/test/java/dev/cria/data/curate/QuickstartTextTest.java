package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.document.Document;
import dev.cria.data.source.ParquetDocuments;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text that is shipped for the quickstart. */
final class QuickstartTextTest {

    private static final Path SHIPPED = Path.of("../recipes/quickstart");

    @Test
    void everyStepDropsSomethingAndMostOfTheTextStays(@TempDir Path folder) {
        CurateSettings settings =
                CurateSettings.of(
                                List.of(
                                        SHIPPED.resolve("english.jsonl.gz"),
                                        SHIPPED.resolve("chinese.jsonl.gz")),
                                folder.resolve("curated"))
                        .withQuality(
                                SHIPPED.resolve("quality-positive.jsonl.gz"),
                                SHIPPED.resolve("quality-negative.jsonl.gz"),
                                0.5);

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
        assertEquals(4, report.steps().size());
        assertEquals(previous, report.documentsKept());
        double share = (double) report.charactersKept() / report.charactersIn();
        assertTrue(share > 0.7 && share < 0.95, "share of characters kept: " + share);
        assertTrue(report.quality().auc() > 0.9, report.quality()::toString);
        try (Stream<Document> kept =
                ParquetDocuments.read(settings.output().resolve(Curator.DOCUMENTS))) {
            assertEquals(report.documentsKept(), kept.count());
        }
    }
}
