package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepFileTest {

    private static final String TWO =
            "{\"step\":1,\"answer\":\"猫\\n\"}\n{\"step\":1}\n{\"step\":5,\"answer\":\"é\"}\n";

    @TempDir Path folder;

    @Test
    void whatIsCutIsAStepAndAllAfterItAndATornLine() throws IOException {
        StepFile file = new StepFile(folder.resolve("made/answers.jsonl"));
        file.cutFrom(1);
        assertFalse(Files.exists(file.path()));
        file.append(TWO);
        file.append("{\"step\":9}\n");
        Files.writeString(file.path(), "{\"step\":9,\"ans", StandardOpenOption.APPEND);
        file.cutFrom(10);
        assertEquals(TWO + "{\"step\":9}\n", Files.readString(file.path()));
        file.cutFrom(6);
        assertEquals(TWO, Files.readString(file.path()));
        file.cutFrom(5);
        assertEquals(TWO.substring(0, TWO.indexOf("{\"step\":5")), Files.readString(file.path()));
        file.cutFrom(1);
        assertEquals("", Files.readString(file.path()));
    }
}
