package dev.cria.recipes.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {

    @TempDir Path folder;

    @Test
    void whatWasBeingWrittenGoesAndAllElseStays() throws IOException {
        String half = "model.tmp-" + UUID.randomUUID();
        for (String name : List.of(half, half + ".tmp-" + UUID.randomUUID(), "model")) {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("weights"), "x");
        }
        Files.writeString(folder.resolve("sft.jsonl.tmp-" + UUID.randomUUID()), "x");
        Files.writeString(folder.resolve("notes.tmp-1"), "a user's own");
        Leftovers.remove(folder);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of("model", "notes.tmp-1"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
        Leftovers.remove(folder.resolve("absent"));
    }
}
