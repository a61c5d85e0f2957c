package dev.cria.recipes.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.ResolvedRecipe;
import dev.cria.recipes.recipe.Sample;
import dev.cria.recipes.recipe.Schema;
import dev.cria.recipes.recipe.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the reader takes, the JSON Schema takes; what it refuses by form, the schema refuses. */
final class RecipeSchemaTest {

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(RecipeSchema.json());

    @TempDir Path folder;

    @Test
    void shippedRecipesAreValid() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
            List<Path> recipes = files.filter(f -> f.toString().endsWith(".yaml")).toList();
            assertFalse(recipes.isEmpty());
            for (Path recipe : recipes) {
                assertEquals(Set.of(), problems(Files.readString(recipe)), recipe.toString());
            }
        }
    }

    /** Each key given a value, and the recipe that a run writes down for it. */
    @TestFactory
    Stream<DynamicTest> everyKeyIsValidWithAValueAndWrongWithoutSense() {
        Written written = new Written(folder).withInputs();
        return Schema.STAGES.entrySet().stream()
                .flatMap(
                        stage ->
                                stage.getValue().stream()
                                        .map(
                                                key ->
                                                        DynamicTest.dynamicTest(
                                                                stage.getKey() + " " + key.path(),
                                                                () ->
                                                                        isValid(
                                                                                written,
                                                                                stage.getKey(),
                                                                                key))));
    }

    private static void isValid(Written written, String type, Key key) {
        String text = recipe(type, key, Sample.of(key, written.folder()).text());
        assertEquals(Set.of(), problems(text), text);
        String resolved = ResolvedRecipe.yaml(written.read(text));
        assertEquals(Set.of(), problems(resolved), resolved);
        String nested = recipe(type, key, "[[{no: [sense]}]]");
        assertFalse(problems(nested).isEmpty(), nested);
        String unknown = text + "lerning_rate: 1\n";
        assertTrue(problems(unknown).toString().contains("lerning_rate"), unknown);
    }

    private static String recipe(String type, Key key, String value) {
        Map<String, String> given = Sample.required(type, key);
        given.put(key.path(), value);
        StringBuilder text = new StringBuilder("stage: " + type + "\noutput_dir: run\n");
        Sample.sections(given).forEach((name, body) -> text.append(body));
        return text.toString();
    }

    @Test
    void formsThatTheReaderTakesAreValid() {
        String sound = Written.SFT.replace("%s", "folder");
        assertEquals(Set.of(), problems(sound));
        for (String more :
                List.of(
                        "threads: ${env:THREADS}\n",
                        "lora: {lora_rank: \"${env:RANK,8}\", lora_target: q_proj}\n",
                        "lora: {lora_r: 4}\n",
                        "guard: {spike_window: 1_000}\n",
                        "include: shared.yaml\n")) {
            assertEquals(Set.of(), problems(sound + more), more);
        }
        String included = "stage: sft\ninclude: [shared.yaml]\ntrain: {max_steps: 3}\n";
        assertEquals(Set.of(), problems(included));
        assertEquals(Set.of(), problems("stages:\n  - {stage: dpo, include: shared.yaml}\n"));
    }

    @Test
    void mistakesThatTheReaderRefusesAreFound() {
        String sound = Written.SFT.replace("%s", "folder");
        for (String wrong :
                List.of(
                        sound.replace("max_steps: 5", "max_steps: five"),
                        sound.replace("max_steps: 5", "max_steps: -5"),
                        sound.replace("max_steps: 5", "learning_rate: 7"),
                        sound.replace("max_steps: 5", "optim: sgd"),
                        sound.replace("  max_steps: 5", "  beta: 1"),
                        sound.replace("stage: sft", "stage: sfft"),
                        sound.replace("stage: sft\n", ""),
                        sound.replace("[chat.jsonl]", "[{path: chat.jsonl, format: csv}]"),
                        sound.replace("[chat.jsonl]", "[{file: chat.jsonl}]"),
                        sound.replace("  model_name_or_path: base\n", "  base_dtype: bf16\n"),
                        "stages: []\n",
                        "stages:\n  - {stage: curate, curate: {inputs: a, steps: [gopher]}}\n",
                        "stages:\n  - {stage: curate, curate: {inputs: a, steps: [{c4: {x: 1}}]}}\n")) {
            assertFalse(problems(wrong).isEmpty(), wrong);
        }
    }

    private static Set<ValidationMessage> problems(String yaml) {
        Object data = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode tree = new JsonMapper().valueToTree(data);
        return SCHEMA.validate(tree);
    }
}
