package dev.cria.recipes.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is generated from the schema and kept in the repository is what it gives today. */
final class GeneratedFilesTest {

    @Test
    void theReferenceOfKeysIsCurrent() throws IOException {
        current(Path.of("../docs/keys.md"), KeyPage.markdown());
    }

    @Test
    void theJsonSchemaIsCurrent() throws IOException {
        current(Path.of("recipe.schema.json"), RecipeSchema.json().toPrettyString() + "\n");
    }

    private static void current(Path file, String text) throws IOException {
        if (Boolean.getBoolean("cria.update")) {
            Files.writeString(file, text);
        }
        assertEquals(
                text,
                Files.exists(file) ? Files.readString(file) : "",
                file
                        + " is not what the schema gives; run scripts/update-reference, or this test with -Dcria.update=true");
    }
}
