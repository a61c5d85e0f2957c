package dev.cria.recipes.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecipeDiffTest {

    @TempDir Path folder;

    @Test
    void keysThatDifferAreNamedAndOwnFoldersAreTheSame() throws IOException {
        Path one = new Runs(folder).add("one");
        Path two = new Runs(folder).add("two");
        Path file = two.resolve("resolved-recipe.yaml");
        Files.writeString(
                file, Files.readString(file).replace("1.0E-4", "3.0E-4").replace("seed: 42\n", ""));
        assertEquals(
                "[{\"key\":\"name\",\"a\":\"one\",\"b\":\"two\"},"
                        + "{\"key\":\"seed\",\"a\":\"42\",\"b\":\"\"},"
                        + "{\"key\":\"tune.train.learning_rate\",\"a\":\"1.0E-4\",\"b\":\"3.0E-4\"}]",
                RecipeDiff.of(one, two).toString());
    }
}
