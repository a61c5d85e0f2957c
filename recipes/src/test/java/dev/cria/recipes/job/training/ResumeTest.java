package dev.cria.recipes.job.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.run.InterruptedRun;
import dev.cria.recipes.run.StageFailure;
import dev.cria.trainer.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that was stopped, and one that broke off, end with the parameters, the optimizer and the
 * losses of one that was not: bit for bit, with checkpoints written beside training, and with
 * another number of threads after the break.
 */
final class ResumeTest {

    private static final int STEPS = 6;

    private static final String PRETRAIN =
            """
            stage: pretrain
            model: {tokenizer_path: tokenizer, hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 256, tie_word_embeddings: false}
            data:
              datasets: [{path: train.jsonl, weight: 0.7}, {path: other.jsonl, weight: 0.3}]
              anneal_datasets: other.jsonl
              anneal_steps: 2
              max_seq_len: 64
            """;

    private static final String TUNE =
            """
            stage: sft
            model: {model_name_or_path: base/pretrain/model}
            data: {datasets: chat.jsonl, max_seq_len: 64}
            """;

    private static final String DPO =
            """
            stage: dpo
            model: {model_name_or_path: base/pretrain/model}
            data: {datasets: pairs.jsonl, max_seq_len: 64}
            """;

    @TempDir static Path folder;
    private static TinyRun run;

    /** A way to train: what the recipe says, and keys. */
    private record Way(String name, String recipe, String... keys) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Way> ways() {
        return List.of(
                new Way("packed pretraining of a mix", PRETRAIN),
                new Way(
                        "pretraining in bytes, averaged",
                        PRETRAIN,
                        "optim=adamw_8bit",
                        "ema_decay=0.9"),
                new Way(
                        "all weights",
                        TUNE,
                        "finetuning_type=full",
                        "gradient_accumulation_steps=2"),
                new Way(
                        "updates in the backward pass",
                        TUNE,
                        "finetuning_type=full",
                        "optimizer_in_backward=true",
                        "max_grad_norm=0"),
                new Way("LoRA", TUNE, "lora_dropout=0.2", "ema_decay=0.9"),
                new Way(
                        "LoRA in bytes on NF4",
                        TUNE,
                        "finetuning_type=qlora",
                        "optim=adamw_8bit",
                        "lora_rank=64"),
                new Way("some layers", TUNE, "finetuning_type=freeze", "freeze_trainable_layers=1"),
                new Way("preferences", DPO, "gradient_accumulation_steps=2"));
    }

    @BeforeAll
    static void base() throws IOException {
        LogManager.getLogManager().reset();
        Engine.useThreads(1);
        run = new TinyRun(folder);
        run.texts("train.jsonl", 40, List.of()).texts("other.jsonl", 12, List.of(3));
        StringBuilder chat = new StringBuilder();
        StringBuilder pairs = new StringBuilder();
        for (int row = 0; row < 30; row++) {
            String answer = "the cat ".repeat(1 + row % 5) + "sat";
            chat.append(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}%n"
                            .formatted(answer));
            pairs.append(
                    "{\"prompt\":\"hi\",\"chosen\":\"%s\",\"rejected\":\"sat %d\"}%n"
                            .formatted(answer, row));
        }
        Files.writeString(folder.resolve("chat.jsonl"), chat);
        Files.writeString(folder.resolve("pairs.jsonl"), pairs);
        run.recipe(PRETRAIN).run("base", () -> false, "max_steps=3");
    }

    @AfterAll
    static void back() {
        Engine.useThreads(0);
    }

    /** Asked once before the stage and after each step. */
    private static BooleanSupplier stopsAfter(int step) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() > step;
    }

    private static BooleanSupplier breaksAfter(int step) {
        AtomicInteger asked = new AtomicInteger();
        return () -> {
            if (asked.incrementAndGet() > step) {
                throw new IllegalStateException("broken off");
            }
            return false;
        };
    }

    private static String[] keys(Way way, String... more) {
        return Stream.of(
                        Stream.of(
                                "max_steps=" + STEPS,
                                "learning_rate=1e-2",
                                "per_device_train_batch_size=2"),
                        Stream.of(way.keys),
                        Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static Checkpoint last(String output) {
        Path checkpoints = folder.resolve(output).resolve("checkpoints");
        try (Stream<Path> stages = Files.list(checkpoints)) {
            Path stage =
                    stages.filter(f -> !f.toString().contains("aside")).findFirst().orElseThrow();
            return new CheckpointStore(stage, 2).at(STEPS).orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSame(String expected, String actual) throws IOException {
        Checkpoint one = last(expected);
        Checkpoint two = last(actual);
        assertEquals(one.fileNames(), two.fileNames());
        for (String name : one.fileNames()) {
            assertArrayEquals(
                    Files.readAllBytes(one.file(name)), Files.readAllBytes(two.file(name)), name);
        }
        assertEquals(one.facts().get("loss_digest"), two.facts().get("loss_digest"));
        assertEquals(64, one.facts().get("loss_digest").length());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aRunThatWasStoppedAndBrokenOffEndsAsOneThatWasNot(Way way) throws IOException {
        String name = way.name.replaceAll("\\W", "-");
        run.recipe(way.recipe);
        run.run(name, () -> false, keys(way, "async_save=false"));
        String cut = name + "-cut";
        String[] saving = keys(way, "save_steps=2");
        assertThrows(InterruptedRun.class, () -> run.run(cut, stopsAfter(1), saving));
        // It goes on after step 1 and breaks off after step 5: a step or more is lost.
        assertThrows(StageFailure.class, () -> run.run(cut, breaksAfter(4), saving));
        Engine.useThreads(2);
        try {
            run.run(cut, () -> false, saving);
        } finally {
            Engine.useThreads(1);
        }
        assertSame(name, cut);
        assertEquals(run.metrics(name), run.metrics(cut));
        List<String> said = run.said();
        String line = said.get(said.size() - 1);
        assertTrue(line.startsWith("goes on after step 4 from "), line);
        assertTrue(line.contains("lost: 1 steps, "), line);
        assertTrue(line.endsWith("the recipe is the same"), line);
    }

    /** Each is said to have no effect on the weights. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "save_steps=3",
                "save_seconds=0.000001",
                "save_total_limit=5",
                "async_save=false",
                "when_busy=skip",
                "resume_with_changes=[seed]",
                "activation_checkpointing=true",
                "activation_checkpointing=true checkpoint_every_layers=2",
                "activation_offload=true",
                "heldout=other.jsonl",
                "heldout=other.jsonl eval_steps=1 sample_prompts=[the] sample_max_new_tokens=3"
            })
    void whatHasNoEffectIsListedAndHasNone(String changes) throws IOException {
        Way way = new Way("free", PRETRAIN);
        run.recipe(PRETRAIN);
        if (!Files.exists(folder.resolve("free"))) {
            run.run("free", () -> false, keys(way, "save_steps=2"));
        }
        String cut = "free-" + changes.replaceAll("\\W", "-");
        assertThrows(
                StageFailure.class, () -> run.run(cut, breaksAfter(3), keys(way, "save_steps=2")));
        List<String> more = new ArrayList<>(List.of("save_steps=2"));
        String inFolder = changes.replace("other.jsonl", folder.resolve("other.jsonl").toString());
        more.addAll(List.of(inFolder.split(" (?=\\w+=)", -1)));
        run.run(cut, () -> false, keys(way, more.toArray(String[]::new)));
        assertArrayEquals(
                Files.readAllBytes(last("free").file("parameters.safetensors")),
                Files.readAllBytes(last(cut).file("parameters.safetensors")));
        String line = run.said().get(run.said().size() - 1);
        for (String change : more.subList(1, more.size())) {
            assertTrue(line.contains(change.substring(0, change.indexOf('=')) + ": "), line);
        }
        assertTrue(line.contains("without effect on the result: "), line);
    }

    @Test
    void whatAltersTheResultIsRefusedUnlessItIsNamed() throws IOException {
        Way way = new Way("altered", PRETRAIN);
        run.recipe(PRETRAIN);
        String[] saving = keys(way, "save_steps=2");
        assertThrows(StageFailure.class, () -> run.run("altered", breaksAfter(3), saving));
        String[] changed = keys(way, "save_steps=2", "learning_rate=2e-2");
        UserException refused =
                assertThrows(UserException.class, () -> run.run("altered", () -> false, changed));
        String message = refused.getMessage();
        assertTrue(message.contains("train.learning_rate: 0.01, now 0.02"), message);
        assertTrue(message.contains("resume_with_changes: [learning_rate]"), message);
        UserException never =
                assertThrows(
                        UserException.class,
                        () -> run.run("altered", () -> false, keys(way, "optim=adamw_8bit")));
        assertTrue(never.getMessage().contains("train.optim: adamw, now adamw_8bit"));
        String[] named =
                keys(
                        way,
                        "learning_rate=2e-2",
                        "resume_with_changes=[learning_rate]",
                        "save_steps=2");
        run.run("altered", () -> false, named);
        String line = run.said().get(run.said().size() - 1);
        assertTrue(line.contains("altering the result: train.learning_rate: 0.01, now 0.02"), line);
        assertEquals(0.02, run.metrics("altered").get(3).path("learning_rate").asDouble(), 0.02);
    }

    @Test
    void aNamedCheckpointIsWhereTheStageBeginsHereAndElsewhere() throws IOException {
        Way way = new Way("named", PRETRAIN);
        run.recipe(PRETRAIN);
        String[] saving = keys(way, "save_steps=2", "save_total_limit=5");
        run.run("named", () -> false, saving);
        Path second = folder.resolve("named/checkpoints/pretrain/step-000000002");
        run.run("named-elsewhere", () -> false, keys(way, "resume=" + second));
        assertSame("named", "named-elsewhere");
        assertThrows(StageFailure.class, () -> run.run("named-here", breaksAfter(5), saving));
        Path own = folder.resolve("named-here/checkpoints/pretrain/step-000000002");
        String[] back = keys(way, "save_steps=2", "save_total_limit=5", "resume=" + own);
        assertThrows(StageFailure.class, () -> run.run("named-here", breaksAfter(1), back));
        assertTrue(run.said().toString().contains("1 checkpoints that it does not go on from"));
        run.run("named-here", () -> false, back);
        assertSame("named", "named-here");
        assertEquals(run.metrics("named"), run.metrics("named-here"));
    }

    @Test
    void anAdapterGoesOnOnlyOnTheBaseThatItBeganOn() throws IOException {
        Way way = new Way("based", TUNE);
        run.recipe(TUNE.replace("base/pretrain", "moved"));
        Path model = folder.resolve("moved/model");
        Files.createDirectories(model);
        try (Stream<Path> files = Files.list(folder.resolve("base/pretrain/model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        String[] saving = keys(way, "save_steps=2");
        assertThrows(StageFailure.class, () -> run.run("based", breaksAfter(3), saving));
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        byte[] other = bytes.clone();
        other[other.length - 3] ^= 1;
        Files.write(weights, other);
        UserException refused =
                assertThrows(UserException.class, () -> run.run("based", () -> false, saving));
        assertTrue(refused.getMessage().contains("belongs to a base model with the hash"));
        assertTrue(refused.getMessage().contains("put back the base that the stage began with"));
        Files.delete(weights);
        UserException missing =
                assertThrows(UserException.class, () -> run.run("based", () -> false, saving));
        assertTrue(missing.getMessage().contains(model.toString()), missing.getMessage());
        assertTrue(missing.getMessage().contains("model.safetensors"), missing.getMessage());
        Files.write(weights, bytes);
        run.run("based", () -> false, saving);
    }
}
