package dev.cria.recipes.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.Jobs;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.ExitCode;
import dev.cria.recipes.run.Runner;
import dev.cria.recipes.show.ConsoleView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
final class SweepTest {

    private static final String RECIPE =
            TinyRun.SMALL_PRETRAIN
                    + """
                        data: {datasets: train.jsonl, heldout: heldout.jsonl, max_seq_len: 128}
                        train: {max_steps: 2, learning_rate: 5e-3}
                      - stage: pretrain
                        name: again
                        model: {model_name_or_path: "${output_dir}/pretrain/model"}
                        data: {datasets: train.jsonl, heldout: heldout.jsonl, max_seq_len: 128}
                        train: {max_steps: 2, learning_rate: 1e-3}
                    """;

    @TempDir Path folder;

    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void recipe() throws IOException {
        new TinyRun(folder)
                .texts("train.jsonl", 20, List.of())
                .texts("heldout.jsonl", 5, List.of());
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    }

    @Test
    void everyCombinationIsARunAndWhatComesBeforeIsRunOnce() throws IOException {
        String text = sweep(ExitCode.DONE, "again.learning_rate=1e-3,2e-3", "again.max_steps=1,2");
        assertEquals(
                List.of(
                        "shared",
                        "again.learning_rate=1e-3,again.max_steps=1",
                        "again.learning_rate=1e-3,again.max_steps=2",
                        "again.learning_rate=2e-3,again.max_steps=1",
                        "again.learning_rate=2e-3,again.max_steps=2"),
                ran);
        List<String> csv = Files.readAllLines(out().resolve("sweep.csv"));
        assertEquals(5, csv.size());
        assertTrue(csv.get(0).startsWith("again.learning_rate,again.max_steps,run,"), csv.get(0));
        assertTrue(csv.get(4).startsWith("2e-3,2,done,"), csv.get(4));
        assertTrue(csv.get(0).contains("perplexity after"), csv.get(0));
        assertTrue(text.contains("* lowest perplexity after, heldout.jsonl"), text);
        assertTrue(Files.readString(out().resolve("sweep.html")).contains("class=\"best\""));
        for (String label : ran.subList(1, 5)) {
            Recipe alone =
                    RecipeReader.read(out().resolve("recipes").resolve(label + ".yaml"), List.of());
            assertEquals(List.of("again"), alone.stages().stream().map(Stage::name).toList());
            assertEquals(
                    out().resolve("shared/pretrain/model"),
                    alone.stages().get(0).path("model_name_or_path"));
        }
    }

    @Test
    void aRunOfASweepComesToWhatItComesToAlone() throws IOException {
        sweep(ExitCode.DONE, "again.learning_rate=1e-3,2e-3");
        Path alone = folder.resolve("alone");
        Recipe recipe =
                RecipeReader.read(
                        folder.resolve("recipe.yaml"),
                        List.of("again.learning_rate=2e-3", "output_dir=" + alone));
        launch(recipe);
        assertEquals(
                -1,
                Files.mismatch(
                        alone.resolve("again/model/model.safetensors"),
                        out().resolve("again.learning_rate=2e-3/again/model/model.safetensors")));
    }

    @Test
    void theSameCommandRunsNothingTwiceAndSaysWhatIsChance() {
        String text = sweep(ExitCode.DONE, "seed=1,2");
        List<Long> before = ran.stream().map(this::written).toList();
        assertEquals(List.of("seed=1", "seed=2"), ran, "a seed concerns every stage");
        sweep(ExitCode.DONE, "seed=1,2");
        assertEquals(before, ran.subList(0, 2).stream().map(this::written).toList());
        assertTrue(text.contains("mean of 2"), text);
    }

    @Test
    void aRunThatFailsLeavesTheOthersToBeRun() throws IOException {
        List<String> given = List.of("again.learning_rate=1e-3,2e-3", "output_dir=" + out());
        SweepPlan plan = SweepPlan.of(folder.resolve("recipe.yaml"), given);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int code =
                new SweepRunner(
                                (recipe, file) ->
                                        file.toString().contains("=1e-3")
                                                ? ExitCode.BLOWN_UP
                                                : launch(recipe),
                                () -> false,
                                new PrintStream(text, true, StandardCharsets.UTF_8),
                                0)
                        .run(plan);
        assertEquals(ExitCode.BLOWN_UP, code);
        List<String> csv = Files.readAllLines(out().resolve("sweep.csv"));
        assertTrue(csv.get(1).startsWith("1e-3,blew up,"), csv.get(1));
        assertTrue(csv.get(2).startsWith("2e-3,done,"), csv.get(2));
    }

    @Test
    void commasInTextsAndListsAreNoSweep() {
        assertFalse(SweepPlan.isAsked(List.of("prompts=Hello, world")));
        assertFalse(SweepPlan.isAsked(List.of("lora_target=[q_proj,v_proj]")));
        assertFalse(SweepPlan.isAsked(List.of("datasets=a.jsonl,b.jsonl")));
        assertTrue(SweepPlan.isAsked(List.of("lora_target=[all],[q_proj,v_proj]")));
        assertTrue(SweepPlan.isAsked(List.of("lr=1e-4,3e-4")), "names of others");
        assertEquals(
                List.of(Map.of("lora_target", "[all]"), Map.of("lora_target", "[q_proj,v_proj]")),
                SweepArguments.combinations(List.of("lora_target=[all],[q_proj,v_proj]")));
    }

    @Test
    void wrongValuesAreRefusedBeforeAnythingIsRun() {
        refused("is given twice", "again.learning_rate=1e-3,1e-3");
        refused("a value is empty", "again.learning_rate=1e-3,,2e-3");
        refused("learning_rate", "again.learning_rate=1e-3,fast");
        refused(
                "more than 100 runs",
                "again.max_steps=1,2,3,4,5,6,7,8,9,10,11",
                "seed=1,2,3,4,5,6,7,8,9,10");
        assertFalse(Files.exists(out()));
    }

    @Test
    void aFolderWithSomethingElseIsRefused() throws IOException {
        Files.createDirectories(out());
        Files.writeString(out().resolve("thesis.txt"), "mine");
        refused("not the folder of a sweep", "seed=1,2");
    }

    private void refused(String message, String... arguments) {
        List<String> given = new ArrayList<>(List.of(arguments));
        given.add("output_dir=" + out());
        UserException refusal =
                assertThrows(
                        UserException.class,
                        () -> SweepPlan.of(folder.resolve("recipe.yaml"), given));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    private String sweep(int expected, String... arguments) {
        List<String> given = new ArrayList<>(List.of(arguments));
        given.add("output_dir=" + out());
        SweepPlan plan = SweepPlan.of(folder.resolve("recipe.yaml"), given);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int code =
                new SweepRunner(
                                (recipe, file) -> {
                                    ran.add(file.getFileName().toString().replace(".yaml", ""));
                                    return launch(RecipeReader.read(file, List.of()));
                                },
                                () -> false,
                                new PrintStream(text, true, StandardCharsets.UTF_8),
                                0)
                        .run(plan);
        assertEquals(expected, code);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int launch(Recipe recipe) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Runner(Jobs.all(), new ConsoleView(nowhere, 0), () -> false).run(recipe);
        return ExitCode.DONE;
    }

    private Path out() {
        return folder.resolve("sweep");
    }

    private long written(String label) {
        return out().resolve(label)
                .resolve("again/model/model.safetensors")
                .toFile()
                .lastModified();
    }
}
