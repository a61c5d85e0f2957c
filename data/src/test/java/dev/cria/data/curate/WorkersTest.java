package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.card.DataCard;
import dev.cria.data.document.Document;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.Columns;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkersTest {

    private static final String[] WORDS =
            "the of and to have be with that morning river stone light under garden letters seven"
                    .split(" ");

    @TempDir Path folder;

    private long badRowLimit = 10;

    /** Whether files are cut by a pass of its own depends on the size of a unit. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 30, 1 << 13, 1 << 11})
    void workersMakeTheSameDocumentsReasonsAndCountsAsThreads(long unitBytes) throws IOException {
        List<Path> inputs = List.of(file("a", 300), file("b", 5), file("c", 120));
        Sizes sizes = new Sizes(150, unitBytes, 16, 1 << 12);
        CurateSettings local = settings(inputs, "local", new Sizes(100, 1 << 20, 16, 1 << 12));
        CurateSettings remote = settings(inputs, "remote", sizes);

        CurateReport expected = Curator.run(local, CurateProgress.NONE);
        CurateReport report = run(remote);

        assertTrue(expected.steps().stream().anyMatch(step -> !step.dropped().isEmpty()));
        assertEquals(expected, report);
        assertEquals(2, report.badRows());
        assertEquals(documents(local, Curator.DOCUMENTS), documents(remote, Curator.DOCUMENTS));
        List<Document> dropped = documents(remote, Curator.DROPPED);
        assertEquals(documents(local, Curator.DROPPED), dropped);
        assertEquals(report.documentsIn() - report.documentsKept(), dropped.size());
        assertEquals(
                Files.readString(local.output().resolve(Curator.BAD_ROWS)),
                Files.readString(remote.output().resolve(Curator.BAD_ROWS)));
        assertEquals(
                Files.readString(local.output().resolve(DataCard.FILE)),
                Files.readString(remote.output().resolve(DataCard.FILE)));
        assertFalse(Files.exists(remote.work()));
    }

    @Test
    void tooManyBadRowsOfAllTogetherEndTheRun() throws IOException {
        badRowLimit = 1;
        List<Path> inputs = List.of(file("a", 10), file("b", 10));
        CurateSettings settings = settings(inputs, "remote", Sizes.DEFAULT);
        UserException error = assertThrows(UserException.class, () -> run(settings));
        assertTrue(error.getMessage().startsWith("2 bad rows, and 1 are"), error.getMessage());
        assertFalse(Files.exists(settings.output()));
    }

    @Test
    void aMistakeThatAWorkerFindsIsToldAsItIs() throws IOException {
        Path input = file("a", 10);
        CurateSettings settings = settings(List.of(input), "remote", Sizes.DEFAULT);
        Workers late =
                (doing, json, tasks) -> {
                    assertTrue(input.toFile().delete());
                    return new ThreadWorkers(new Random(1)).run(doing, json, tasks);
                };
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> Curator.run(settings, late, CurateProgress.NONE));
        assertTrue(error.getMessage().startsWith(input + ": no such file"), error.getMessage());
    }

    @Test
    void settingsComeBackFromJsonWithAbsolutePaths() {
        CurateSettings settings =
                new CurateSettings(
                        List.of(Path.of("a.jsonl")),
                        Columns.of(Map.of("text", "content")),
                        Path.of("out"),
                        Path.of("work"),
                        List.of(
                                StepCatalog.choose(
                                        "url_filter",
                                        Map.of("domain_files", List.of("domains")),
                                        folder,
                                        7),
                                StepCatalog.choose("gopher_quality", Map.of(), folder, 7)),
                        OutputFormat.JSONL_ZST,
                        5,
                        true,
                        3,
                        Sizes.DEFAULT);
        CurateSettings back = SettingsJson.read(SettingsJson.write(settings));
        assertEquals(SettingsJson.write(settings), SettingsJson.write(back));
        assertEquals(Path.of("a.jsonl").toAbsolutePath(), back.inputs().get(0));
        assertEquals(
                List.of(folder.resolve("domains")),
                back.steps().get(0).arguments().paths("domain_files"));
        assertEquals(7, back.steps().get(1).arguments().seed());
        UserException error =
                assertThrows(UserException.class, () -> SettingsJson.read("{\"inputs\": 3"));
        assertTrue(error.getMessage().startsWith("expected the settings"), error.getMessage());
    }

    private static CurateReport run(CurateSettings settings) {
        return Curator.run(settings, new ThreadWorkers(new Random(5)), CurateProgress.NONE);
    }

    private CurateSettings settings(List<Path> inputs, String output, Sizes sizes) {
        return new CurateSettings(
                inputs,
                Columns.DEFAULT,
                folder.resolve(output),
                folder.resolve(output + ".work"),
                List.of(
                        choose("gopher_quality", Map.of("min_words", 20)),
                        choose("exact_dedup", Map.of()),
                        choose("line_dedup", Map.of("max_occurrences", 3, "bucket_documents", 50)),
                        choose("minhash_dedup", Map.of("size_field", "copies")),
                        choose("word_list", Map.of())),
                OutputFormat.JSONL,
                badRowLimit,
                true,
                2,
                sizes);
    }

    private static ChosenStep choose(String name, Map<String, ?> given) {
        return StepCatalog.choose(name, given, Path.of(""), 0);
    }

    /** Some texts are copies, some nearly, some short; some lines come often; one row is bad. */
    private Path file(String name, int count) throws IOException {
        Random random = new Random(count);
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder(count > 5 ? "not json\n" : "");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "a common line of the text %d\n".formatted(i % 5) + words(random, 60);
            if (i % 11 == 3) {
                text = texts.get(random.nextInt(texts.size()));
            } else if (i % 7 == 4) {
                text = texts.get(random.nextInt(texts.size())) + " again";
            } else if (i % 13 == 5) {
                text = "short";
            }
            texts.add(text);
            lines.append(json.writeValueAsString(Map.of("id", name + i, "text", text)));
            lines.append('\n');
        }
        return Files.writeString(folder.resolve(name + ".jsonl"), lines);
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(i % 10 == 9 ? ".\n" : " ");
        }
        return text.toString();
    }

    private static List<Document> documents(CurateSettings settings, String kind) {
        List<Document> documents = new ArrayList<>();
        for (Path file : SourceFiles.under(List.of(settings.output().resolve(kind)))) {
            try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
                reader.forEachRemaining(documents::add);
            }
        }
        if (kind.equals(Curator.DROPPED)) {
            documents.sort(java.util.Comparator.comparing(Document::id));
        }
        return documents;
    }
}
