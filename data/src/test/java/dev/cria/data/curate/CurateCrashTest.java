package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.card.DataCard;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.SourceFiles;
import dev.cria.data.work.KilledProcess;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row R14 of docs/reliability.md: a process that curates is killed at random times. {@code
 * -Dcria.cases} changes how many kills there are.
 */
@Tag("crash")
final class CurateCrashTest {

    private static final long SEED = Long.getLong("cria.seed", 20_261_121);
    private static final int KILLS = Integer.getInteger("cria.cases", 25);
    private static final int DOCUMENTS = 1500;
    private static final int BAD_ROWS = 5;

    @TempDir Path folder;

    private final Random random = new Random(SEED);

    @Test
    void whatIsKilledAtAnyTimeEndsWithTheFilesOfAnUndisturbedRun() throws Exception {
        System.out.println("seed " + SEED);
        Path input = folder.resolve("input.jsonl");
        write(input);
        Map<String, WrittenFile> files =
                new KilledProcess(folder, CurateMain.class, List.of(input.toString()), random)
                        .compare(KILLS, FolderDigest::of);
        everyDocumentIsThereOnce(folder.resolve("clean"));
        assertTrue(files.containsKey(DataCard.FILE), files::toString);
    }

    /** Among those kept and those dropped, by their ids; and every count says the same. */
    private static void everyDocumentIsThereOnce(Path output) throws IOException {
        Set<String> ids = new TreeSet<>();
        Map<String, Long> dropped = new TreeMap<>();
        for (Path file : SourceFiles.under(List.of(output.resolve(Curator.DOCUMENTS)))) {
            read(file, ids, new TreeMap<>());
        }
        long kept = ids.size();
        for (Path file : SourceFiles.under(List.of(output.resolve(Curator.DROPPED)))) {
            read(file, ids, dropped);
        }
        assertEquals(DOCUMENTS, ids.size());
        CurateReport report =
                new ObjectMapper()
                        .readValue(output.resolve(Curator.FUNNEL).toFile(), CurateReport.class);
        assertEquals(DOCUMENTS, report.documentsIn());
        assertEquals(kept, report.documentsKept());
        assertEquals(BAD_ROWS, report.badRows());
        Map<String, Long> counted = new TreeMap<>();
        for (StepCount step : report.steps()) {
            step.dropped().forEach((why, count) -> counted.put(step.step() + "/" + why, count));
        }
        assertEquals(counted, dropped);
        assertTrue(dropped.size() >= 4, dropped::toString);
    }

    private static void read(Path file, Set<String> ids, Map<String, Long> reasons) {
        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
            reader.forEachRemaining(
                    document -> {
                        assertTrue(ids.add(document.id()), () -> "twice: " + document.id());
                        String why =
                                document.meta().get(BatchWork.STEP)
                                        + "/"
                                        + document.meta().get(BatchWork.REASON);
                        reasons.merge(why, 1L, Long::sum);
                    });
        }
    }

    /** Texts of which some repeat others, some have a listed word and some repeat themselves. */
    private void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < DOCUMENTS; i++) {
            int seed = random.nextInt(4) == 0 ? random.nextInt(50) : 1000 + i;
            String text = text(new Random(seed));
            if (i % 31 == 0) {
                text = text.repeat(20);
            }
            if (i % 37 == 0) {
                text += " 色情";
            }
            lines.append(json.writeValueAsString(Map.of("id", "d" + i, "text", text))).append('\n');
            if (i % (DOCUMENTS / BAD_ROWS) == 7) {
                lines.append("no row\n");
            }
        }
        Files.writeString(file, lines);
    }

    private static String text(Random words) {
        StringBuilder text = new StringBuilder();
        int count = 3 + words.nextInt(60);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + words.nextInt(26))).append(words.nextInt(1000));
            text.append(i % 9 == 8 ? ".\n" : " ");
        }
        return text.append("\nThe line that all of them have.").toString();
    }
}
