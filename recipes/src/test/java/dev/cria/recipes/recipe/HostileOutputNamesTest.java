package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.testing.HostileNames;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in a recipe that folders get lead nowhere but into runs and into the run folder. */
final class HostileOutputNamesTest {

    private static final int NAMES = 10_000;

    /** In YAML as in JSON; lone surrogates, which no file can hold, are escaped. */
    private static final ObjectWriter QUOTED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

    private final long seed = System.nanoTime();

    @TempDir private Path dir;

    @BeforeEach
    void printSeed() {
        System.out.println("HostileOutputNamesTest seed " + seed);
    }

    @Test
    void theNameOfARecipeIsAFolderInRuns() throws JsonProcessingException {
        Path runs = Path.of("runs").toAbsolutePath();
        String text = "stage: tokenizer\nname: tokens\ntokenizer: {train_on: chat.jsonl}\n";
        Written written = new Written(dir).withInputs();
        HostileNames names = new HostileNames(seed, dir.resolve("outside"));
        int read = 0;
        for (int i = 0; i < NAMES; i++) {
            String name = names.next();
            String stages =
                    "name: %s\nstages:\n- {stage: tokenizer, tokenizer: {train_on: chat.jsonl}}\n";
            try {
                Path output = written.read(stages.formatted(quoted(name))).outputDir();
                assertEquals(runs, output.normalize().getParent(), name);
                assertEquals(name, output.getFileName().toString());
                read++;
            } catch (RecipeException refused) {
                assertTrue(refused.getMessage().contains("recipe.yaml"), refused.getMessage());
            }
        }
        assertTrue(read > 0 && read < NAMES, read + " read");
        assertEquals(runs.resolve("tokens"), written.read(text).outputDir());
        assertEquals(
                runs.resolve("\u5e8a\u524d v1.2"),
                written.read(text.replace("tokens", "\u5e8a\u524d v1.2")).outputDir());
    }

    @Test
    void theNameOfAStageIsAFolderInTheRunFolder() throws JsonProcessingException {
        Written written = new Written(dir).withInputs();
        HostileNames names = new HostileNames(seed, dir.resolve("outside"));
        List<String> taken = List.of("stages", "checkpoints", "batches", "cache", "CON", "nul");
        for (int i = 0; i < NAMES + taken.size(); i++) {
            String name = i < NAMES ? names.next() : taken.get(i - NAMES);
            String stages =
                    "output_dir: '%%s/run'\nstages:\n- {stage: tokenizer, name: %s, tokenizer: {train_on: chat.jsonl}}\n"
                            .formatted(quoted(name));
            try {
                Recipe recipe = written.read(stages);
                Path folder = recipe.outputDir().resolve(recipe.stages().get(0).name());
                assertEquals(dir.resolve("run"), folder.normalize().getParent(), name);
                assertTrue(name.matches("[A-Za-z0-9_-]+") && !taken.contains(name), name);
            } catch (RecipeException refused) {
                assertTrue(refused.getMessage().contains("recipe.yaml"), refused.getMessage());
            }
        }
    }

    private static String quoted(String name) throws JsonProcessingException {
        return QUOTED.writeValueAsString(name).replace("%", "\\x25");
    }
}
