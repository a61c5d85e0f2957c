package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.card.Cluster;
import dev.cria.data.card.DataCard;
import dev.cria.data.card.DropStats;
import dev.cria.data.card.Sample;
import dev.cria.data.card.StepStats;
import dev.cria.data.card.TopCounts;
import dev.cria.data.source.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataCardTest {

    private static final String POEM = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";
    private static final String PROSE = "The house on the hill has a door, and its number is ";

    @TempDir Path folder;

    private List<ChosenStep> steps =
            List.of(
                    TestSteps.longerThan(3),
                    choose("gopher_quality", Map.of("min_words", 5)),
                    choose("exact_dedup", Map.of()),
                    choose("line_dedup", Map.of("max_occurrences", 20, "normalise", false)),
                    choose("mask_pii", Map.of()));

    @Test
    void everyCountIsThatOfTheFunnel() throws IOException {
        CurateReport report = run(input(600), 2);
        DataCard card = DataCard.read(folder.resolve("out"));
        assertEquals(report.documentsIn(), card.before().lengths().documents());
        assertEquals(report.charactersIn(), card.before().lengths().characters());
        assertEquals(report.documentsKept(), card.after().lengths().documents());
        assertEquals(report.charactersKept(), card.after().lengths().characters());
        assertEquals(report.badRows(), card.badRows());
        long characters = report.charactersIn();
        for (int i = 0; i < report.steps().size(); i++) {
            StepCount count = report.steps().get(i);
            StepStats stats = card.steps().get(i).stats();
            assertEquals(count.step(), stats.step());
            assertEquals(count.in(), stats.documentsIn());
            assertEquals(characters, stats.charactersIn());
            Map<String, Long> dropped = new HashMap<>();
            stats.dropped().forEach((why, drops) -> dropped.put(why, drops.documents()));
            assertEquals(count.dropped(), dropped);
            characters = stats.charactersKept();
        }
        assertEquals(report.charactersKept(), characters);
        assertTrue(report.documentsKept() > 100 && report.documentsKept() < 500);
    }

    @Test
    void everyHistogramHoldsEveryDocumentOnce() throws IOException {
        run(input(600), 2);
        DataCard card = DataCard.read(folder.resolve("out"));
        for (var side : List.of(card.before(), card.after())) {
            long documents = side.lengths().documents();
            assertEquals(documents, side.lengths().byCharacters().documents());
            assertEquals(documents, side.lengths().byWords().documents());
            assertEquals(documents, side.lengths().byWordLength().documents());
            assertEquals(documents, documents(side.sources()));
            assertEquals(documents, documents(side.languages()));
            assertEquals(documents, documents(side.domains()));
        }
        assertEquals(
                card.before().lengths().documents(),
                card.before().scores().get("page_score").documents());
        assertEquals("b.example", card.before().domains().rows().get(0).name());
        assertEquals(
                List.of("", "zh"),
                card.before().languages().rows().stream()
                        .map(TopCounts.Row::name)
                        .sorted()
                        .toList());
    }

    private static long documents(TopCounts counts) {
        return counts.rows().stream().mapToLong(TopCounts.Row::documents).sum();
    }

    @Test
    void examplesAreOfTheirStepAndReason() throws IOException {
        run(input(600), 2);
        DataCard card = DataCard.read(folder.resolve("out"));
        DropStats drops = card.steps().get(0).stats().dropped().get("short");
        assertEquals(3, drops.samples().taken().size());
        for (Sample sample : drops.samples().taken()) {
            assertTrue(sample.text().length() <= 3, sample::toString);
        }
        assertEquals(12, card.after().samples().taken().size());
        assertTrue(card.steps().get(3).stats().documentsChanged() > 100);
        Sample change = card.steps().get(3).stats().changes().taken().get(0);
        assertTrue(change.before().contains("The line of all"), change::toString);
        assertFalse(change.text().contains("The line of all"), change::toString);
    }

    @Test
    void theLargestClustersAreShownWithTheirMembers() throws IOException {
        run(input(600), 2);
        StepStats dedup = DataCard.read(folder.resolve("out")).steps().get(2).stats();
        assertEquals(10, dedup.clusters().sizes().documents());
        long repeats =
                dedup.clusters().largest().stream().mapToLong(cluster -> cluster.size() - 1).sum();
        assertEquals(8, dedup.clusters().largest().size());
        assertTrue(repeats < dedup.documentsDropped());
        Cluster first = dedup.clusters().largest().get(0);
        assertEquals(4, first.members().size());
        assertEquals(first.kept(), first.members().get(0).ordinal());
        first.members()
                .forEach(member -> assertEquals(first.members().get(0).text(), member.text()));
    }

    @Test
    void whatIsMaskedIsMaskedEverywhere() throws IOException {
        Path input = input(300);
        run(input, 2);
        assertEquals(List.of("mask_pii"), DataCard.read(folder.resolve("out")).maskedBy());
        String masked = json();
        assertFalse(masked.contains("jane.doe"), masked);
        steps = steps.subList(0, 4);
        run(input, 2);
        assertTrue(json().contains("jane.doe"));
    }

    @Test
    void itDoesNotDependOnThreadsNorOnHowBatchesFellIntoUnits() throws IOException {
        Path input = input(600);
        run(input, 1);
        String one = json();
        run(input, 4);
        assertEquals(one, json());
        run(input, 4, Sizes.DEFAULT);
        assertEquals(one, json());
    }

    /** The card, after which the output is out of the way. */
    private String json() throws IOException {
        String json = Files.readString(folder.resolve("out").resolve(DataCard.FILE));
        Storage.disk().delete(folder.resolve("out"));
        return json;
    }

    @Test
    void limitsByLanguageAreTold() throws IOException {
        run(input(10), 1);
        DataCard.Step quality = DataCard.read(folder.resolve("out")).steps().get(1);
        assertEquals("whitespace", quality.settings().get("words"));
        assertEquals("characters", quality.byLanguage().get("zh").get("words"));
        assertEquals(5, quality.byLanguage().get("zh").get("min_words"));
        assertEquals(0, quality.byLanguage().get("zh").get("min_stop_words"));
    }

    @Test
    void whatIsNoCardIsRefused() throws IOException {
        assertThrows(UserException.class, () -> DataCard.read(folder));
        for (String text : List.of("", "{}", "[1]", "{\"format\": 9}", "{\"steps\": 1}")) {
            Files.writeString(folder.resolve(DataCard.FILE), text);
            UserException error =
                    assertThrows(UserException.class, () -> DataCard.read(folder), text);
            assertTrue(error.getMessage().contains(DataCard.FILE), error.getMessage());
        }
    }

    private static ChosenStep choose(String name, Map<String, ?> given) {
        return StepCatalog.choose(name, given, Path.of(""), 0);
    }

    private CurateReport run(Path input, int threads) {
        return run(input, threads, new Sizes(150, 1 << 20, 16, 1 << 12));
    }

    private CurateReport run(Path input, int threads, Sizes sizes) {
        return Curator.run(
                new CurateSettings(
                        List.of(input),
                        Columns.DEFAULT,
                        folder.resolve("out"),
                        folder.resolve("work"),
                        steps,
                        OutputFormat.JSONL,
                        10,
                        false,
                        threads,
                        sizes),
                CurateProgress.NONE);
    }

    /** Short ones, Chinese ones, ones that repeat, ones with addresses, and two bad rows. */
    private Path input(int documents) throws IOException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder("no row\n");
        for (int i = 0; i < documents; i++) {
            String text =
                    switch (i % 6) {
                        case 0 -> "短" + i % 10;
                        case 1 -> POEM + i;
                        case 2 -> PROSE + i % 60 / 6 + " of the street with the trees.";
                        case 3 -> "jane.doe" + i + "@mail.invalid.org and @@ # # # #";
                        default -> PROSE + i + ": write to jane.doe@mail.invalid.org.";
                    };
            lines.append(
                            json.writeValueAsString(
                                    Map.of(
                                            "id",
                                            "d" + i,
                                            "text",
                                            i % 6 > 3 ? text + "\nThe line of all\n" : text,
                                            "source",
                                            i % 2 == 0 ? "web" : "books",
                                            "url",
                                            "https://www."
                                                    + (i % 3 == 0 ? "a" : "b")
                                                    + ".example/"
                                                    + i,
                                            "page_score",
                                            i % 100 / 100.0 + 0.001)))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("in.jsonl"), lines + "{}\n");
    }
}
