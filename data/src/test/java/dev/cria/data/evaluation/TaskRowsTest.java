package dev.cria.data.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskRowsTest {

    @TempDir Path folder;

    @Test
    void tablesWithAndWithoutALineOfNamesAreReadAlike() throws IOException {
        Path bare = Files.writeString(folder.resolve("bare.csv"), "\"a, \"\"b\"\"\",c\n d ,e\n");
        Path named =
                Files.writeString(
                        folder.resolve("named.csv"), "\uFEFFx,y\n\"a, \"\"b\"\"\",c\n d ,e\n");
        List<TaskRow> one = TaskRows.read(bare, List.of("x", "y"));
        List<TaskRow> other = TaskRows.read(named, List.of());
        assertEquals("a, \"b\"", one.get(0).at("x"));
        assertEquals(" d ", one.get(1).at("x"));
        for (int i = 0; i < 2; i++) {
            assertEquals(one.get(i).fields(), other.get(i).fields());
        }
        UserException wrong =
                assertThrows(
                        UserException.class, () -> TaskRows.read(bare, List.of("x", "y", "z")));
        assertTrue(wrong.getMessage().contains("row 1 has 2 columns; expected 3: x, y, z"));
    }

    @Test
    void linesAndListsOfJsonAreReadAlike() throws IOException {
        Path lines = Files.writeString(folder.resolve("a.jsonl"), "{\"x\":1}\n{\"x\":[2]}\n");
        Path list = Files.writeString(folder.resolve("b.json"), "[{\"x\":1},{\"x\":[2]}]");
        List<TaskRow> one = TaskRows.read(lines, List.of());
        List<TaskRow> other = TaskRows.read(list, List.of());
        assertEquals(2, one.size());
        assertEquals(one.get(1).fields(), other.get(1).fields());
        Path damaged = Files.writeString(folder.resolve("c.jsonl"), "{\"x\":1}\n{\"x\"");
        assertThrows(UserException.class, () -> TaskRows.read(damaged, List.of()));
    }
}
