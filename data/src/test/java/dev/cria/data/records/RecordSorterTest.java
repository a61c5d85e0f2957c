package dev.cria.data.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordSorterTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "1, 1000000, 100000000",
        "1, 20000, 4096",
        "2, 50000, 1",
        "3, 30000, 60000",
        "99, 2000, 100000",
        "4, 0, 100",
        "4, 1, 100"
    })
    void recordsComeInTheirOrderWhateverTheMemory(int width, int count, long memory)
            throws IOException {
        // A run of each record, more than are merged at once.
        int number = memory == 1 ? 300 : count;
        Random random = new Random(width);
        long[][] expected = new long[number][];
        try (RecordSorter sorter = new RecordSorter(folder, "test", width, memory)) {
            RecordBatch batch = new RecordBatch(sorter, width);
            for (int i = 0; i < number; i++) {
                expected[i] = random.longs(width, -3, 4).toArray();
                expected[i][width - 1] = random.nextBoolean() ? random.nextLong() : i / 9;
                batch.add(expected[i]);
            }
            batch.flush();
            assertEquals(number, sorter.added());
            Arrays.sort(expected, Arrays::compare);
            try (RecordReader sorted = sorter.sorted()) {
                for (long[] record : expected) {
                    assertTrue(sorted.next());
                    long[] actual = new long[width];
                    sorted.copyTo(actual, 0);
                    assertArrayEquals(record, actual);
                    assertEquals(record[width - 1], sorted.get(width - 1));
                }
                assertTrue(!sorted.next());
            }
        }
        assertEquals(List.of(), files());
    }

    @Test
    void aDamagedRunIsRefused() throws IOException {
        for (int flip : new int[] {0, 4, 9, 2_000}) {
            try (RecordSorter sorter = new RecordSorter(folder, "test" + flip, 1, 4096)) {
                for (long i = 0; i < 2_000; i++) {
                    sorter.add(new long[] {i * 7919 % 2_003}, 1);
                }
                Path run = files().get(0);
                byte[] bytes = Files.readAllBytes(run);
                bytes[flip] ^= 1;
                Files.write(run, bytes);
                CorruptFileException e =
                        assertThrows(CorruptFileException.class, () -> readAll(sorter));
                assertTrue(e.getMessage().startsWith(run.toString()), e::getMessage);
            }
        }
    }

    @Test
    void aRunThatIsCutShortIsRefused() throws IOException {
        try (RecordSorter sorter = new RecordSorter(folder, "test", 1, 4096)) {
            for (long i = 0; i < 2_000; i++) {
                sorter.add(new long[] {i}, 1);
            }
            Path run = files().get(0);
            byte[] bytes = Files.readAllBytes(run);
            Files.write(run, Arrays.copyOf(bytes, bytes.length - 3));
            assertThrows(CorruptFileException.class, () -> readAll(sorter));
        }
    }

    @Test
    void aTableFindsItsRecordsAndNoOthers() throws IOException {
        Path file = folder.resolve("table");
        long[] records = {-5, 1, -5, 3, 0, 0, 7, 2, 7, 9};
        RecordTable.write(file, 2, new ArrayRecords(records, 2, 5));
        RecordTable table = RecordTable.open(file, 2);
        assertEquals(5, table.size());
        assertEquals(0, table.find(-5));
        assertEquals(1, table.find(-5, 3));
        assertEquals(3, table.find(7));
        assertEquals(9, table.get(4, 1));
        assertEquals(-1, table.find(-5, 2));
        assertEquals(-1, table.find(8));
        assertEquals(-1, table.find(-6));
    }

    @Test
    void aDamagedTableIsRefused() throws IOException {
        Path file = folder.resolve("table");
        RecordTable.write(file, 2, new ArrayRecords(new long[] {1, 2, 3, 4}, 2, 2));
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertThrows(CorruptFileException.class, () -> RecordTable.open(file, 2), "byte " + i);
            Files.write(file, Arrays.copyOf(bytes, i));
            assertThrows(CorruptFileException.class, () -> RecordTable.open(file, 2), "cut " + i);
        }
    }

    private static void readAll(RecordSorter sorter) throws IOException {
        try (RecordReader sorted = sorter.sorted()) {
            while (sorted.next()) {
                // reads on
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
