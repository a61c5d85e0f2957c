package dev.cria.recipes.job.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.training.DataRecord;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loop.BatchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the data sets of a recipe to batches. */
final class StageDataTest {

    private static final String TEXT = "A cria is a young llama that grazes on the high plain. ";
    private static final String MIX =
            """
            {datasets: [{path: small.jsonl, weight: 0.7}, {path: large.jsonl, weight: 0.3}], max_seq_len: 64}
            """;

    @TempDir private Path folder;

    private final long seed = System.nanoTime() % 1_000_000;
    private final Tokenizer tokenizer = Tokenizers.of(new BpeTrainer(514).train(Stream.of(TEXT)));
    private final Map<String, String> facts = new LinkedHashMap<>();

    @BeforeEach
    void inputs() throws IOException {
        System.out.println("StageDataTest seed " + seed);
        Files.writeString(folder.resolve("config.json"), "{}");
        texts("small.jsonl", 60, 20);
        texts("large.jsonl", 2000, 40);
        texts("good.jsonl", 300, 30);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void sharesOfAMixAreSharesOfItsTokensAndASmallDataSetRepeats() {
        BatchPlan plan = plan(MIX, "max_steps=100");
        Map<String, Long> tokens = tokens(plan, 1, 100);
        double all = tokens.values().stream().mapToLong(Long::longValue).sum();
        assertEquals(0.7, tokens.get("small.jsonl") / all, 0.01, facts.toString());
        assertTrue(
                facts.get("mix small.jsonl").matches("(69|70)\\.\\d% of the tokens.*"), "" + facts);
        double epochs =
                Double.parseDouble(
                        facts.get("mix small.jsonl").split(", ", -1)[2].split(" ", -1)[0]);
        assertTrue(epochs > 2, "" + facts);
        assertTrue(facts.get("mix large.jsonl").contains(", 0."), "" + facts);
        Map<String, Long> window = tokens(plan, 41, 60);
        double ofWindow = window.values().stream().mapToLong(Long::longValue).sum();
        assertEquals(0.7, window.get("small.jsonl") / ofWindow, 0.03);
    }

    @Test
    void theLastStepsTakeAnotherMix() {
        String annealing =
                MIX.strip().replaceFirst("}$", "")
                        + ", anneal_ratio: 0.2, anneal_datasets: [{path: good.jsonl, weight: 1}, {path: large.jsonl, weight: 1}]}";
        BatchPlan plan = plan(annealing, "max_steps=50");
        assertEquals("the last 10 of 50 steps", facts.get("annealing"));
        Map<String, Long> before = tokens(plan, 1, 40);
        Map<String, Long> after = tokens(plan, 41, 50);
        assertEquals(
                List.of("large.jsonl", "small.jsonl"), before.keySet().stream().sorted().toList());
        assertEquals(
                List.of("good.jsonl", "large.jsonl"), after.keySet().stream().sorted().toList());
        double ratio = (double) after.get("good.jsonl") / after.get("large.jsonl");
        assertEquals(1, ratio, 0.1);
    }

    @Test
    void aRunThatGoesOnTakesTheSameBatchesBitForBitFromTheCache() throws IOException {
        BatchPlan whole = plan(MIX, "max_steps=60");
        Path shard;
        try (Stream<Path> files = Files.walk(folder.resolve("run/cache"))) {
            shard = files.filter(f -> f.toString().endsWith(".arrow")).findFirst().orElseThrow();
        }
        long written = Files.getLastModifiedTime(shard).toMillis();
        BatchPlan resumed = plan(MIX, "max_steps=60");
        assertEquals(written, Files.getLastModifiedTime(shard).toMillis());
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            int step = 1 + random.nextInt(60);
            assertEquals(show(whole.batches(step)), show(resumed.batches(step)), "step " + step);
        }
    }

    @Test
    void withoutWeightsAllDataSetsArePackedTogetherAndPassedOnce() {
        BatchPlan plan =
                plan(
                        "{datasets: [small.jsonl, good.jsonl], max_seq_len: 64}",
                        "num_train_epochs=1");
        List<String> origins =
                IntStream.rangeClosed(1, (int) plan.totalSteps())
                        .mapToObj(plan::batches)
                        .flatMap(List::stream)
                        .flatMap(batch -> batch.origins().stream())
                        .toList();
        assertEquals(360, origins.stream().distinct().count());
        assertTrue(facts.get("rows").contains("full"), "" + facts);
    }

    @Test
    void longTextsAreCutDroppedTruncatedOrRefusedByFileAndRow() throws IOException {
        Files.writeString(
                folder.resolve("long.jsonl"),
                "{\"text\": \"short\"}\n{\"text\": \"%s\"}\n".formatted(TEXT.repeat(20)));
        String data = "{datasets: long.jsonl, max_seq_len: 64, excess_length: %s}";
        plan(data.formatted("cut"));
        assertTrue(
                facts.get("data long.jsonl")
                        .endsWith("1 cut into pieces (first: " + folder + "/long.jsonl:2)"),
                "" + facts);
        plan(data.formatted("drop"));
        assertTrue(
                facts.get("data long.jsonl").startsWith("1 examples of 2 rows (text), 1 too long"),
                "" + facts);
        plan(data.formatted("truncate"));
        assertTrue(facts.get("data long.jsonl").contains("1 truncated"), "" + facts);
        UserException error =
                assertThrows(UserException.class, () -> plan(data.formatted("error")));
        assertTrue(
                error.getMessage().startsWith(folder + "/long.jsonl:2: has "), error.getMessage());
    }

    @Test
    void aStageGoesOnWithTheSameRowsOnly() throws IOException {
        StageContext context = context(recipe(MIX));
        Files.createDirectories(context.checkpoints());
        StageData data = new StageData(context, tokenizer, facts);
        data.texts();
        new DataRecord(context).requireSame(data.made());
        new DataRecord(context).requireSame(data.made());
        texts("large.jsonl", 1999, 40);
        StageData changed = new StageData(context, tokenizer, facts);
        changed.texts();
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> new DataRecord(context).requireSame(changed.made()));
        assertTrue(error.getMessage().contains("large.jsonl"), error.getMessage());
        assertTrue(!error.getMessage().contains("small.jsonl"), error.getMessage());
    }

    private BatchPlan plan(String data, String... overrides) {
        StageContext context = context(recipe(data, overrides));
        facts.clear();
        return new StageData(context, tokenizer, facts).texts().plan(context, facts);
    }

    private Recipe recipe(String data, String... overrides) {
        try {
            Path file = folder.resolve("recipe.yaml");
            Files.writeString(
                    file,
                    "stage: pretrain\noutput_dir: %s/run\nseed: %d\nmodel: {tokenizer_path: config.json}\ndata: %s\n"
                            .formatted(folder, seed, data.strip()));
            return RecipeReader.read(file, List.of(overrides));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private StageContext context(Recipe recipe) {
        return new StageContext(
                recipe,
                recipe.stages().get(0),
                folder.resolve("run/pretrain"),
                folder.resolve("run/checkpoints/pretrain"),
                (done, total, note) -> {},
                null,
                null,
                null,
                () -> false);
    }

    private void texts(String name, int rows, int mostWords) throws IOException {
        Random random = new Random(name.hashCode());
        List<String> words = List.of(TEXT.strip().split(" ", -1));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            List<String> text = new ArrayList<>();
            for (int word = 0; word < 1 + random.nextInt(mostWords); word++) {
                text.add(words.get(random.nextInt(words.size())));
            }
            lines.add("{\"text\": \"%s\"}".formatted(String.join(" ", text)));
        }
        Files.write(folder.resolve(name), lines);
    }

    /** Tokens of some steps by the file that they are from. */
    private static Map<String, Long> tokens(BatchPlan plan, int from, int to) {
        Map<String, Long> tokens = new LinkedHashMap<>();
        for (int step = from; step <= to; step++) {
            for (Batch batch : plan.batches(step)) {
                for (int i = 0; i < batch.origins().size(); i++) {
                    String file = Path.of(batch.origins().get(i)).getFileName().toString();
                    tokens.merge(
                            file.substring(0, file.indexOf(':')),
                            (long) batch.segments().get(i).length(),
                            Long::sum);
                }
            }
        }
        return tokens;
    }

    private static String show(List<Batch> batches) {
        StringBuilder text = new StringBuilder();
        for (Batch batch : batches) {
            text.append(Arrays.toString(batch.ids()))
                    .append(Arrays.toString(batch.targets()))
                    .append(batch.origins())
                    .append(batch.segments());
        }
        return text.toString();
    }
}
