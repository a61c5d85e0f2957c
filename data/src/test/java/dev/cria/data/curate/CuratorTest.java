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
import dev.cria.data.source.Columns;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.SourceFiles;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CuratorTest {

    private static final String POEM = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";

    @TempDir Path folder;

    private boolean keepDropped;
    private long badRowLimit;
    private int threads = 2;
    private OutputFormat format = OutputFormat.PARQUET;
    private Sizes sizes = Sizes.DEFAULT;
    private List<ChosenStep> steps =
            List.of(
                    choose("word_list", Map.of("min_hits", 1)),
                    choose("exact_dedup", Map.of()),
                    TestSteps.longerThan(3));

    @Test
    void everyDocumentIsKeptOrCountedWithItsReason() throws IOException {
        keepDropped = true;
        Path input = file("a", POEM, "短", POEM + " ", "色情：" + POEM, "短 ");

        CurateReport report = run(input);

        assertEquals(
                List.of("word_list 5 4", "exact_dedup 4 2", "longer_than 2 1"),
                report.steps().stream()
                        .map(step -> step.step() + " " + step.in() + " " + step.kept())
                        .toList());
        assertEquals(Map.of("short", 1L), report.steps().get(2).dropped());
        assertEquals(5, report.documentsIn());
        assertEquals(1, report.documentsKept());
        assertEquals(POEM.length(), report.charactersKept());
        assertEquals(List.of("a-0"), kept().stream().map(Document::id).toList());
        Map<String, String> dropped = new HashMap<>();
        read(output().resolve(Curator.DROPPED))
                .forEach(d -> dropped.put(d.id(), d.meta().get("dropped_by")));
        assertEquals(
                Map.of(
                        "a-1", "longer_than",
                        "a-2", "exact_dedup",
                        "a-3", "word_list",
                        "a-4", "exact_dedup"),
                dropped);
        JsonNode funnel = new ObjectMapper().readTree(output().resolve(Curator.FUNNEL).toFile());
        assertEquals(1, funnel.at("/steps/0/dropped/dirty_words").asInt());
        assertFalse(Files.exists(folder.resolve("curated.work")));
    }

    @Test
    void theOrderOfTheInputsStays() throws IOException {
        sizes = new Sizes(150, 1 << 20, 16, 1 << 12);
        String[] texts = new String[2000];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = POEM + i;
        }
        run(file("a", texts), file("b", POEM));
        List<String> ids = kept().stream().map(Document::id).toList();
        assertEquals(2001, ids.size());
        for (int i = 0; i < 2000; i++) {
            assertEquals("a-" + i, ids.get(i));
        }
        assertEquals("b-0", ids.get(2000));
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void theFilesDoNotDependOnTheNumberOfThreads(OutputFormat one) throws IOException {
        format = one;
        keepDropped = true;
        sizes = new Sizes(150, 1 << 20, 16, 1 << 12);
        Path input = file("a", texts(500));
        Map<String, WrittenFile> first = null;
        for (int number : List.of(1, 5)) {
            threads = number;
            run(input);
            Map<String, WrittenFile> files = FolderDigest.of(output());
            assertTrue(files.size() > 7, files::toString);
            first = first == null ? files : first;
            assertEquals(first, files);
            Files.move(output(), folder.resolve("threads-" + number));
        }
    }

    @Test
    void aRunThatFailedOnTheWayGoesOnWithEqualFiles() throws IOException {
        sizes = new Sizes(150, 1 << 20, 16, 1 << 12);
        badRowLimit = 100;
        Path input = file("a", texts(500));
        Files.writeString(input, Files.readString(input) + "not json\n".repeat(3));
        run(input);
        Map<String, WrittenFile> whole = FolderDigest.of(output());
        Files.move(output(), folder.resolve("whole"));
        for (long stop : List.of(1, 12, 22)) {
            CurateSettings settings = settings(input);
            long[] calls = new long[1];
            assertThrows(
                    Stopped.class,
                    () ->
                            Curator.run(
                                    settings,
                                    (doing, done, total, kept) -> {
                                        if (++calls[0] == stop) {
                                            throw new Stopped();
                                        }
                                    }));
            assertFalse(Files.exists(output()));
            assertTrue(Files.exists(settings.work()));
        }
        run(input);
        assertEquals(whole, FolderDigest.of(output()));
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void tooManyBadRowsLeaveNoOutputBehind() throws IOException {
        Path input = file("a", POEM);
        Files.writeString(input, Files.readString(input) + "not json\n");
        UserException error = assertThrows(UserException.class, () -> run(input));
        assertTrue(error.getMessage().startsWith(input + ":2: "), error.getMessage());
        assertFalse(Files.exists(output()));
        badRowLimit = 1;
        CurateReport report = run(input);
        assertEquals(1, report.badRows());
        assertEquals(1, report.documentsIn());
        JsonNode note = new ObjectMapper().readTree(output().resolve(Curator.BAD_ROWS).toFile());
        assertEquals(2, note.get("row").asInt());
        assertEquals(input.toString(), note.get("file").asText());
    }

    @Test
    void anEarlierOutputIsNotOverwritten() throws IOException {
        Path input = file("a", POEM);
        Path other =
                Files.writeString(Files.createDirectories(output()).resolve("mine.txt"), "keep");
        assertThrows(UserException.class, () -> run(input));
        assertTrue(Files.exists(other));
        assertFalse(Files.exists(output().resolve(Curator.DOCUMENTS)));
    }

    @Test
    void theSameRequestAfterItsEndAnswersTheSameReport() throws IOException {
        Path input = file("a", texts(100));
        CurateReport first = run(input);
        Map<String, WrittenFile> files = FolderDigest.of(output());
        assertEquals(first, run(input));
        assertEquals(files, FolderDigest.of(output()));
        steps = List.of();
        assertThrows(UserException.class, () -> run(input));
    }

    @Test
    void nothingInNothingOut() throws IOException {
        CurateReport report = run(file("a"));
        assertEquals(0, report.documentsIn());
        assertEquals(0, report.documentsKept());
        assertEquals(3, report.steps().size());
    }

    @Test
    void aFailingStepIsNamedWithItsDocument() throws IOException {
        steps = List.of(TestSteps.failing());
        Path input = file("a", POEM);
        IllegalStateException error = assertThrows(IllegalStateException.class, () -> run(input));
        assertEquals(
                "step failing failed on document a-0 (%s:1)".formatted(input), error.getMessage());
    }

    @Test
    void noInputsAreRefused() {
        assertThrows(
                UserException.class, () -> CurateSettings.of(List.of(), Path.of("out"), List.of()));
    }

    private static ChosenStep choose(String name, Map<String, ?> given) {
        return StepCatalog.choose(name, given, Path.of(""), 0);
    }

    private CurateReport run(Path... inputs) {
        return Curator.run(settings(inputs), CurateProgress.NONE);
    }

    private CurateSettings settings(Path... inputs) {
        return new CurateSettings(
                List.of(inputs),
                Columns.DEFAULT,
                output(),
                folder.resolve("curated.work"),
                steps,
                format,
                badRowLimit,
                keepDropped,
                threads,
                sizes);
    }

    private Path output() {
        return folder.resolve("curated");
    }

    /** Every third text is one of ten that repeat, every seventh is short. */
    private static String[] texts(int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = i % 7 == 0 ? "短" + i : POEM + (i % 3 == 0 ? i % 10 : 1000 + i);
        }
        return texts;
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

    private List<Document> kept() throws IOException {
        return read(output().resolve(Curator.DOCUMENTS));
    }

    private static List<Document> read(Path folder) throws IOException {
        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = SourceFiles.under(List.of(folder)).stream()) {
            files.forEach(
                    file -> {
                        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
                            reader.forEachRemaining(documents::add);
                        }
                    });
        }
        return documents;
    }
}
