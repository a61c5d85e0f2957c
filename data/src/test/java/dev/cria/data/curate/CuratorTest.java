package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.ParquetDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CuratorTest {

    private static final String POEM = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";

    @TempDir Path folder;

    @Test
    void everyDocumentIsKeptOrCountedWithItsReason() throws IOException {
        Path input = file("a", POEM, "太短。", POEM + " ", "色情：" + POEM).resolveSibling("a.jsonl");
        CurateSettings settings = settings(List.of(input), 0, true);
        List<Long> heard = new ArrayList<>();

        CurateReport report =
                Curator.run(settings, (bytes, total, in, kept) -> heard.add(bytes * 100 / total));

        assertEquals(
                List.of(
                        new StepCount("heuristic", 4, 3, Map.of("too-few-characters", 1L)),
                        new StepCount("word-list", 3, 2, Map.of("listed-word-zh", 1L)),
                        new StepCount("exact-dedup", 2, 1, Map.of("exact-duplicate", 1L))),
                report.steps());
        assertEquals(4, report.documentsIn());
        assertEquals(1, report.documentsKept());
        assertEquals(POEM.length(), report.charactersKept());
        assertEquals(100, heard.get(heard.size() - 1));
        try (Stream<Document> kept =
                ParquetDocuments.read(settings.output().resolve(Curator.DOCUMENTS))) {
            assertEquals(List.of("a-0"), kept.map(Document::id).toList());
        }
        assertEquals(
                Map.of(
                        "a-1", "heuristic/too-few-characters",
                        "a-2", "exact-dedup/exact-duplicate",
                        "a-3", "word-list/listed-word-zh"),
                dropped(settings.output()));
        JsonNode funnel =
                new ObjectMapper().readTree(settings.output().resolve(Curator.FUNNEL).toFile());
        assertEquals(1, funnel.at("/steps/1/dropped/listed-word-zh").asInt());
        assertEquals(1, funnel.at("/documentsKept").asInt());
    }

    @Test
    void theOrderOfTheInputsStays() throws IOException {
        String[] texts = new String[2000];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = POEM + i;
        }
        CurateSettings settings = settings(List.of(file("a", texts), file("b", POEM)), 0, false);
        Curator.run(settings, CurateProgress.NONE);
        try (Stream<Document> kept =
                ParquetDocuments.read(settings.output().resolve(Curator.DOCUMENTS))) {
            List<String> ids = kept.map(Document::id).toList();
            assertEquals(2001, ids.size());
            for (int i = 0; i < 2000; i++) {
                assertEquals("a-" + i, ids.get(i));
            }
            assertEquals("b-0", ids.get(2000));
        }
    }

    @Test
    void tooManyBadRowsLeaveNothingBehind() throws IOException {
        Path input = file("a", POEM);
        Files.writeString(input, Files.readString(input) + "not json\n");
        CurateSettings strict = settings(List.of(input), 0, true);
        assertThrows(UserException.class, () -> Curator.run(strict, CurateProgress.NONE));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(input), left.toList());
        }
        CurateReport report = Curator.run(settings(List.of(input), 1, false), CurateProgress.NONE);
        assertEquals(1, report.badRows());
        assertEquals(List.of(1L), List.of(report.documentsIn()));
    }

    @Test
    void anEarlierOutputIsNotOverwritten() throws IOException {
        CurateSettings settings = settings(List.of(file("a", POEM)), 0, false);
        Files.createDirectories(settings.output());
        Path other = Files.writeString(settings.output().resolve("mine.txt"), "keep");
        assertThrows(UserException.class, () -> Curator.run(settings, CurateProgress.NONE));
        assertTrue(Files.exists(other));
        assertFalse(Files.exists(settings.output().resolve(Curator.DOCUMENTS)));
    }

    @Test
    void impossibleSettingsAreRefused() {
        Path some = Path.of("a.jsonl");
        CurateSettings settings = CurateSettings.of(List.of(some), Path.of("out"));
        assertThrows(UserException.class, () -> settings.withQuality(some, null, 0.5));
        assertThrows(UserException.class, () -> settings.withQuality(some, some, 1.1));
        assertThrows(UserException.class, () -> settings.withQuality(some, some, Double.NaN));
        assertThrows(UserException.class, () -> CurateSettings.of(List.of(), Path.of("out")));
    }

    private CurateSettings settings(List<Path> inputs, int badRowLimit, boolean keepDropped) {
        return new CurateSettings(
                inputs,
                folder.resolve("curated"),
                true,
                true,
                Set.of(),
                true,
                null,
                null,
                0.5,
                badRowLimit,
                keepDropped,
                0);
    }

    private Path file(String name, String... texts) throws IOException {
        StringBuilder lines = new StringBuilder();
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < texts.length; i++) {
            lines.append(json.writeValueAsString(Map.of("id", name + "-" + i, "text", texts[i])));
            lines.append('\n');
        }
        return Files.writeString(folder.resolve(name + ".jsonl"), lines);
    }

    private static Map<String, String> dropped(Path output) {
        Map<String, String> reasons = new HashMap<>();
        Path file = output.resolve("dropped.jsonl.gz");
        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
            reader.forEachRemaining(d -> reasons.put(d.id(), d.meta().get("dropped")));
        }
        return reasons;
    }
}
