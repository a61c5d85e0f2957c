package dev.cria.recipes.job.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.AttemptLog;
import dev.cria.recipes.run.BlownUp;
import dev.cria.recipes.run.InterruptedRun;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.show.Report;
import dev.cria.trainer.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards, averages and evaluations around a real training. */
final class WatchedTrainingTest {

    private static final String MODEL = "pretrain/model/model.safetensors";

    @TempDir Path folder;
    private TinyRun run;

    @BeforeAll
    static void quiet() {
        LogManager.getLogManager().reset();
        // Models so small are no work for two threads.
        Engine.useThreads(1);
    }

    @AfterAll
    static void back() {
        Engine.useThreads(0);
    }

    @BeforeEach
    void texts() throws IOException {
        run = new TinyRun(folder);
        run.texts("train.jsonl", 40, List.of(25));
        run.texts("heldout.jsonl", 4, List.of());
    }

    /** Never stops. */
    private static boolean never() {
        return false;
    }

    /** Stops after so many steps; asked once before a stage and after each step. */
    private static BooleanSupplier after(int steps) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() > steps;
    }

    private byte[] model(String output) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve(MODEL));
    }

    private String text(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    private static List<Long> skipped(List<JsonNode> metrics) {
        return metrics.stream()
                .filter(step -> step.has("skipped"))
                .map(step -> step.path("step").asLong())
                .toList();
    }

    @Test
    void anInterruptedRunEndsBitForBitAsAnyOtherWithEverythingOn() throws IOException {
        String[] keys = {
            "optim=adamw_8bit",
            "ema_decay=0.9",
            "eval_steps=8",
            "sample_prompts=[the cat]",
            "sample_max_new_tokens=5",
            "spike_action=skip",
            "spike_window=8",
            "save_steps=12",
            "load_best_model_at_end=true"
        };
        run.run("whole", WatchedTrainingTest::never, keys);
        assertEquals(List.of(25L), skipped(run.metrics("whole")));
        for (int stop : new int[] {25, 30}) {
            String cut = "cut-" + stop;
            assertThrows(InterruptedRun.class, () -> run.run(cut, after(stop), keys));
            run.run(cut, WatchedTrainingTest::never, keys);
            assertArrayEquals(model("whole"), model(cut));
            assertEquals(run.metrics("whole"), run.metrics(cut));
            assertEquals(text("whole/samples.jsonl"), text(cut + "/samples.jsonl"));
        }
    }

    @Test
    void aRollbackLeavesOutThePoisonedRowAndIsRememberedByAResumedRun() throws IOException {
        String[] keys = {"spike_action=rollback", "spike_window=8", "save_steps=10"};
        run.run("whole", WatchedTrainingTest::never, keys);
        List<JsonNode> metrics = run.metrics("whole");
        assertEquals(40, metrics.size());
        assertEquals(List.of(25L), skipped(metrics));
        assertFalse(metrics.get(24).has("loss"), () -> metrics.get(24).toString());
        assertEquals("25", run.facts().get("steps left out"));
        String log = text("whole/log.txt");
        assertTrue(log.contains("step 25: back to step 20: the loss is"), log);
        assertTrue(log.contains("train.jsonl:25"), log);
        JsonNode dump = new JsonMapper().readTree(text("whole/batches/pretrain-step-25.json"));
        assertTrue(dump.at("/batches/0/rows/0").asText().endsWith("train.jsonl:25"), log);
        assertTrue(dump.at("/batches/0/segments/0").size() > 20, dump::toString);

        // 25 steps and the five that were run again: it stops between rollback and checkpoint.
        assertThrows(InterruptedRun.class, () -> run.run("cut", after(27), keys));
        run.run("cut", WatchedTrainingTest::never, keys);
        assertArrayEquals(model("whole"), model("cut"));
        assertEquals(metrics, run.metrics("cut"));
        assertEquals(1, text("cut/log.txt").split("back to step", -1).length - 1);
    }

    @Test
    void aRowLeftOutByHandGivesTheSameModelAsOneLeftOutByARollback() throws IOException {
        String[] keys = {
            "spike_action=rollback", "spike_window=8", "save_steps=10", "max_steps=24"
        };
        run.run(
                "guarded",
                WatchedTrainingTest::never,
                "spike_action=rollback",
                "spike_window=8",
                "save_steps=10",
                "max_steps=25");
        run.run("short", WatchedTrainingTest::never, keys);
        assertArrayEquals(model("short"), model("guarded"));
    }

    @Test
    void anAttemptAroundABlowUpGivesTheModelOfARollback() throws IOException {
        run.run(
                "guarded",
                WatchedTrainingTest::never,
                "spike_action=rollback",
                "spike_window=8",
                "save_steps=10");
        String[] keys = {"spike_action=stop", "spike_window=8", "save_steps=10"};
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThrows(
                    BlownUp.class,
                    () -> run.run("stopped", WatchedTrainingTest::never, keys),
                    "nothing is left out unless a supervisor says so");
        }
        AttemptLog log = new AttemptLog(folder.resolve("stopped"));
        ObjectNode decision = AttemptLog.event("leave_out").put("stage", "pretrain");
        decision.putArray("steps").add(25);
        log.append(decision.put("back_to", 10));
        run.run("stopped", WatchedTrainingTest::never, keys);
        assertEquals("10", run.facts().get("continued from step"));
        assertEquals("25", run.facts().get("steps left out"));
        assertArrayEquals(model("guarded"), model("stopped"));
        assertEquals(run.metrics("guarded"), run.metrics("stopped"));
        String interruptions = run.facts().get("interruptions");
        assertTrue(interruptions.startsWith("2 blew up; "), interruptions);
    }

    @Test
    void aModelThatIsNotFiniteIsDealtWithAsTheRecipeSays() throws IOException {
        run.run("base", WatchedTrainingTest::never, "max_steps=1");
        Path file = folder.resolve("base").resolve(MODEL);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - Float.BYTES, Float.NaN);
        Files.write(file, bytes);
        run.recipe(
                """
                stage: pretrain
                model: {model_name_or_path: base/pretrain/model}
                data: {datasets: train.jsonl, max_seq_len: 128}
                """);
        BlownUp stopped =
                assertThrows(BlownUp.class, () -> run.run("stop", WatchedTrainingTest::never));
        String message = stopped.getMessage();
        assertTrue(message.contains("step 1: the loss is NaN; nothing was changed"), message);
        BlownUp limited =
                assertThrows(
                        BlownUp.class,
                        () ->
                                run.run(
                                        "skip",
                                        WatchedTrainingTest::never,
                                        "nonfinite_action=skip",
                                        "nonfinite_max_skips=2"));
        assertTrue(limited.getMessage().contains("step 3: the loss is NaN"), limited::getMessage);
        assertEquals(List.of(1L, 2L), skipped(run.metrics("skip")));
        UserException nowhere =
                assertThrows(
                        UserException.class,
                        () ->
                                run.run(
                                        "back",
                                        WatchedTrainingTest::never,
                                        "nonfinite_action=rollback",
                                        "save_steps=5"));
        assertTrue(nowhere.getMessage().contains("not finite"), nowhere::getMessage);
    }

    @Test
    void rollbacksAreLimitedAndASpikeCanEndTheRun() throws IOException {
        run.texts("train.jsonl", 40, List.of(20, 25, 30));
        UserException ended =
                assertThrows(
                        UserException.class,
                        () ->
                                run.run(
                                        "limited",
                                        WatchedTrainingTest::never,
                                        "spike_action=rollback",
                                        "spike_window=8",
                                        "save_steps=5",
                                        "max_rollbacks=2"));
        assertTrue(ended.getMessage().contains("step 30: the loss is"), ended.getMessage());
        assertTrue(ended.getMessage().contains("train.jsonl:30"), ended.getMessage());
        assertTrue(
                ended.getMessage().contains("batches/pretrain-step-30.json"), ended.getMessage());
        ended =
                assertThrows(
                        UserException.class,
                        () ->
                                run.run(
                                        "stopped",
                                        WatchedTrainingTest::never,
                                        "spike_action=stop",
                                        "spike_window=8"));
        assertTrue(ended.getMessage().contains("step 20: the loss is"), ended.getMessage());
        assertTrue(Files.exists(folder.resolve("stopped/batches/pretrain-step-20.json")));
    }

    @Test
    void aRunWithoutGainEndsEarlyWithItsBestStepAndAResumedOneTheSame() throws IOException {
        String[] keys = {
            "eval_steps=2",
            "early_stopping_patience=3",
            "early_stopping_threshold=0.05",
            "load_best_model_at_end=true",
            "save_steps=4",
            "learning_rate=0.05"
        };
        run.run("whole", WatchedTrainingTest::never, keys);
        List<JsonNode> metrics = run.metrics("whole");
        assertTrue(metrics.size() < 40, "steps: " + metrics.size());
        double best =
                metrics.stream()
                        .filter(step -> step.has("eval_loss"))
                        .mapToDouble(step -> step.path("eval_loss").asDouble())
                        .min()
                        .orElseThrow();
        String perplexity = TrainingRun.number(Math.exp(best));
        assertEquals(perplexity, run.facts().get("perplexity after, heldout.jsonl"));
        assertTrue(run.facts().containsKey("stopped early"), run.facts()::toString);
        int stop = metrics.size() - 2;
        assertThrows(InterruptedRun.class, () -> run.run("cut", after(stop), keys));
        run.run("cut", WatchedTrainingTest::never, keys);
        assertArrayEquals(model("whole"), model("cut"));
        assertEquals(metrics, run.metrics("cut"));
    }

    @Test
    void theMeanOfTheLastCheckpointsIsWhatTheStageWrites() throws IOException {
        run.run(
                "mean",
                WatchedTrainingTest::never,
                "average_last_checkpoints=3",
                "save_steps=5",
                "save_total_limit=3");
        assertEquals("3", run.facts().get("checkpoints averaged"));
        float[] mean = new float[4];
        for (int step : new int[] {30, 35, 40}) {
            float[] values =
                    norm(
                            "mean/checkpoints/pretrain/step-%09d/parameters.safetensors"
                                    .formatted(step));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += values[i] / 3;
            }
        }
        assertArrayEquals(mean, norm("mean/" + MODEL), 1e-6f);
    }

    private float[] norm(String file) {
        float[] values = new float[4];
        try (var source = SafetensorsFile.open(folder.resolve(file))) {
            source.bytes("model.norm.weight").asFloatBuffer().get(values);
        }
        return values;
    }

    @Test
    void samplesAreWrittenAtEachEvaluationAndShownInTheReport() throws IOException {
        run.texts("train.jsonl", 40, List.of());
        run.run(
                "run",
                WatchedTrainingTest::never,
                "eval_steps=20",
                "sample_prompts=[the cat, sat]",
                "sample_max_new_tokens=12");
        List<String> lines = text("run/samples.jsonl").lines().toList();
        assertEquals(4, lines.size());
        JsonNode last = new JsonMapper().readTree(lines.get(3));
        assertEquals("sat", last.path("prompt").asText());
        assertEquals(40, last.path("step").asInt());
        String said = last.path("text").asText();
        assertTrue(Stream.of("the", "cat", "sat").anyMatch(said::contains), said);
        RunFolder folder = new RunFolder(run.recipe());
        Report.write(folder, run.results());
        String report = text("run/report.html");
        assertTrue(report.contains("<th scope=\"row\">sat <small>step 40</small></th>"), report);
        assertTrue(report.contains("<b>held-out loss</b> over steps"), report);
    }

    @Test
    void aPromptThatDoesNotFitIsRefusedBeforeTraining() {
        UserException refused =
                assertThrows(
                        UserException.class,
                        () ->
                                run.run(
                                        "run",
                                        WatchedTrainingTest::never,
                                        "eval_steps=20",
                                        "sample_prompts=[the cat]",
                                        "sample_max_new_tokens=300"));
        assertTrue(refused.getMessage().contains("sample_max_new_tokens"), refused.getMessage());
        assertEquals(List.of(), run.metrics("run"));
    }
}
