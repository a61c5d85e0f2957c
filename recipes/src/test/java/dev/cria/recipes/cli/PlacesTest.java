package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places where a run cannot be written are told before anything is done; odd ones just work. */
final class PlacesTest {

    @TempDir Path folder;

    private Path recipe;

    @BeforeEach
    void writeRecipe() throws IOException {
        recipe = folder.resolve("recipe.yaml");
        Files.writeString(
                recipe,
                "stage: tokenizer\ntokenizer: {train_on: [words.jsonl], vocab_size: 512}\n");
        List<String> rows =
                IntStream.range(0, 400)
                        .mapToObj(i -> "{\"text\":\"row %d %x\"}".formatted(i, i * 31))
                        .toList();
        Files.write(folder.resolve("words.jsonl"), rows);
    }

    @Test
    void placesThatCannotBeMadeAreRefusedByName() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        String deep = ("y".repeat(120) + "/").repeat(40);
        for (String place :
                List.of(
                        "/proc/cria",
                        folder + "/file/run",
                        folder + "/file",
                        folder + "/" + "x".repeat(300),
                        folder + "/" + deep)) {
            String said = refusal(place);
            assertTrue(said.contains(place.substring(0, Math.min(60, place.length()))), said);
        }
    }

    @Test
    void aFolderWithoutPermissionIsRefused() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(closed), "the superuser may write everywhere");
        assertTrue(refusal(closed.resolve("run").toString()).contains("closed"));
    }

    @Test
    void otherLettersSpacesAndLongNamesChangeNothing() throws IOException {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "no UTF-8 locale");
        String one = Files.readString(run("plain").resolve("tokenizer/tokenizer.json"));
        for (String place : List.of("\u7f8a\u9a7c", "l\u00e4uft  so", "z".repeat(200))) {
            assertEquals(one, Files.readString(run(place).resolve("tokenizer/tokenizer.json")));
        }
    }

    private Path run(String name) {
        Path place = folder.resolve(name);
        assertEquals(0, Main.execute("run", recipe.toString(), "output_dir=" + place), name);
        return place;
    }

    private String refusal(String place) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(2, Main.execute("run", recipe.toString(), "output_dir=" + place), place);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
