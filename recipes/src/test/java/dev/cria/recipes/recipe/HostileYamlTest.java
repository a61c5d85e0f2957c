package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, reading it gives a recipe or a {@link RecipeException}. */
final class HostileYamlTest {

    @TempDir Path folder;

    private String refusal(String text) {
        List<String> problems = new Written(folder).problems(text);
        assertEquals(1, problems.size());
        return problems.get(0);
    }

    @Test
    void tagsAnchorsAndAliasesAreRefusedWhereTheyStand() {
        assertEquals(
                "2:7: tags are not allowed; take away what begins with '!'",
                refusal("stage: sft\nname: !!java.net.URL [x]\n"));
        assertEquals(
                "1:8: tags are not allowed; take away what begins with '!'",
                refusal("stage: !mine sft\n"));
        String anchors = "anchors and aliases are not allowed; write the value out";
        assertEquals("1:8: " + anchors, refusal("stage: &a sft\nname: *a\n"));
    }

    @Test
    void aBillionLaughsAreNotLaughed() {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assertTrue(refusal(bomb).contains("anchors and aliases are not allowed"));
    }

    @Test
    void depthAndSizeAreBounded() {
        assertTrue(refusal("a: " + "[".repeat(100_000)).contains("nested deeper than 16"));
        assertTrue(refusal("a: " + "{a: ".repeat(20_000)).contains("nested deeper than 16"));
        assertTrue(refusal("a: " + "x".repeat(256 * 1024)).contains("larger than 256 KiB"));
    }

    @Test
    void whatIsNoMappingIsRefused() {
        assertTrue(refusal("").contains("is empty"));
        assertTrue(refusal("just words").contains("expected keys and values"));
        assertTrue(refusal("- a\n- b\n").contains("expected keys and values"));
        assertTrue(refusal("a: 1\n---\nb: 2\n").contains("not valid YAML"));
        assertTrue(refusal("a: [1, 2\nb: 3\n").startsWith("2:"));
    }

    @Test
    void aFolderAMissingFileAndBytesThatAreNoTextAreRefused() throws IOException {
        Path bytes = folder.resolve("bytes.yaml");
        Files.write(bytes, new byte[] {(byte) 0xC3, (byte) 0x28});
        for (Path file : List.of(folder, folder.resolve("none.yaml"), bytes)) {
            assertThrows(RecipeException.class, () -> RecipeReader.read(file, List.of()));
        }
    }

    @Test
    void changedRecipesGiveARecipeOrProblems() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("HostileYamlTest seed " + seed);
        Random random = new Random(seed);
        Written written = new Written(folder).withInputs();
        String sound = Written.SFT.replace("%s", folder.toString());
        String scraps = "[]{}:,-#&*!|>'\"%@`?\n\t \u0000\u0085\uFEFFaé中\uD83D\uDE00~0.e";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(sound);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                int scrap = random.nextInt(scraps.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, scraps.charAt(scrap));
                    default -> text.insert(at, scraps.charAt(scrap));
                }
            }
            Path file = written.folder().resolve("changed.yaml");
            Files.write(file, text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try {
                RecipeReader.read(file, List.of());
            } catch (RecipeException expected) {
                assertTrue(!expected.problems().isEmpty(), text::toString);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + text, e);
            }
        }
    }
}
