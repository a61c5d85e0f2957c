package dev.cria.recipes.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Schema;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.show.ConsoleView;
import dev.cria.trainer.loop.StepMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunnerTest {

    @TempDir Path folder;

    private final List<String> ran = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private Recipe recipe(int maxNewTokens) {
        return new Recipe(
                "test",
                folder.resolve("run"),
                1,
                0,
                List.of(stage("first", maxNewTokens), stage("second", 8)),
                List.of());
    }

    private static Stage stage(String name, int maxNewTokens) {
        Map<String, Object> values = new HashMap<>();
        for (Key key : Schema.STAGES.get("generate")) {
            values.put(key.name(), key.required() ? "x" : key.initial());
        }
        values.put("prompts", List.of("hello"));
        values.put("max_new_tokens", (long) maxNewTokens);
        return new Stage("generate", name, values);
    }

    private void run(Recipe recipe) {
        Job job =
                context -> {
                    String name = context.stage().name();
                    ran.add(name);
                    if (name.equals("second") && ran.size() == 2) {
                        throw new UserException("the second stage fails at first");
                    }
                    for (int step = 1; step <= 3; step++) {
                        context.metrics().append(metrics(name, step));
                    }
                    return JobResult.of("答案", "<b>" + name);
                };
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new Runner(Map.of("generate", job), new ConsoleView(out, false), () -> false).run(recipe);
    }

    private static StepMetrics metrics(String stage, int step) {
        return new StepMetrics(stage, step, 3, 1.0 / step, 1, 1e-3, 10, 100, 0.1, Map.of());
    }

    @Test
    void aSecondRunContinuesAndAThirdHasNothingLeftToDo() throws IOException {
        Recipe recipe = recipe(8);
        assertThrows(UserException.class, () -> run(recipe));
        run(recipe);
        assertEquals(List.of("first", "second", "second"), ran);
        run(recipe);
        assertEquals(3, ran.size());
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("Nothing is left to do"));

        String report = Files.readString(recipe.outputDir().resolve("report.html"));
        assertTrue(report.contains("答案") && report.contains("&lt;b>first"), report);
        assertTrue(report.contains("<polyline"), report);
        assertTrue(!report.contains("http"), "the report must not need a network");
        assertTrue(Files.exists(recipe.outputDir().resolve("resolved-recipe.yaml")));
        assertTrue(Files.size(recipe.outputDir().resolve("log.txt")) > 0);
    }

    @Test
    void aChangedRecipeIsRefusedAndNothingIsOverwritten() throws IOException {
        ran.add("as if one had run");
        run(recipe(8));
        Path resolved = folder.resolve("run/resolved-recipe.yaml");
        String before = Files.readString(resolved);
        UserException refused = assertThrows(UserException.class, () -> run(recipe(9)));
        assertTrue(refused.getMessage().contains("output_dir"), refused.getMessage());
        assertEquals(before, Files.readString(resolved));
    }

    @Test
    void metricsAfterTheStepThatARunContinuesFromAreCut() {
        MetricsLog log = new MetricsLog(folder.resolve("metrics.jsonl"));
        for (int step = 1; step <= 4; step++) {
            log.append(metrics("a", step));
            log.append(metrics("b", step));
        }
        log.cutAfter("a", 2);
        assertEquals(6, log.read().size());
        assertEquals(
                4, log.read().stream().filter(l -> l.get("stage").asText().equals("b")).count());
    }
}
