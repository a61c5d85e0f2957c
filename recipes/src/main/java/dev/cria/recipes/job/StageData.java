package dev.cria.recipes.job;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.batch.Packer;
import dev.cria.data.batch.Rows;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.dataset.DatasetFiles;
import dev.cria.data.dataset.DatasetFormat;
import dev.cria.data.dataset.Datasets;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.dataset.Selection;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.ShardCache;
import dev.cria.data.shard.ShardWriter;
import dev.cria.data.shard.TokenShards;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * From the keys of section {@code data} to the examples and rows of a stage. Tokens are kept in the
 * run folder's cache; lists read from it what they are asked for.
 */
record StageData(StageContext context, Tokenizer tokenizer) {

    private static final int BAD_ROWS = 100;
    private static final int EXAMPLES_BETWEEN_REPORTS = 1000;

    /** Texts for pretraining, put together into rows. */
    List<List<TokenizedExample>> textRows(Map<String, String> facts) {
        return rows(texts("datasets", facts), facts);
    }

    /** Texts that are measured on. */
    List<TokenizedExample> heldoutTexts() {
        return joined(texts("heldout", null), Selection::examples);
    }

    /** Conversations, put together into rows. */
    List<List<TokenizedExample>> conversationRows(Map<String, String> facts) {
        TrainOn trainOn = TrainOn.valueOf(stage().text("train_on").toUpperCase(Locale.ROOT));
        return rows(conversations("datasets", trainOn, facts), facts);
    }

    /** Conversations that are measured on, by what the assistant says. */
    List<TokenizedExample> heldoutConversations() {
        return joined(conversations("heldout", TrainOn.ASSISTANT, null), Selection::examples);
    }

    /** Preference pairs to train on. */
    List<PreferenceExample> pairs(Map<String, String> facts) {
        return joined(pairs("datasets", facts), Selection::pairs);
    }

    /** Preference pairs that are measured on. */
    List<PreferenceExample> heldoutPairs() {
        return joined(pairs("heldout", null), Selection::pairs);
    }

    /** Rows one after another. */
    static Batch batch(List<List<TokenizedExample>> rows) {
        return BatchBuilder.ofExamples(rows.stream().flatMap(List::stream).toList());
    }

    private List<Selection> texts(String key, Map<String, String> facts) {
        return select(
                key,
                facts,
                files -> Datasets.texts(files, tokenizer, BAD_ROWS),
                shards -> Selection.ofExamples(shards, limit()));
    }

    private List<Selection> conversations(String key, TrainOn trainOn, Map<String, String> facts) {
        return select(
                key,
                facts,
                files -> Datasets.conversations(files, tokenizer, trainOn),
                shards -> Selection.ofExamples(shards, limit()));
    }

    private List<Selection> pairs(String key, Map<String, String> facts) {
        return select(
                key,
                facts,
                files -> Datasets.preferences(files, tokenizer),
                shards -> Selection.ofPairs(shards, limit()));
    }

    private List<Selection> select(
            String key,
            Map<String, String> facts,
            Function<DatasetFiles, ExampleSource> sources,
            Function<TokenShards, Selection> limited) {
        ShardCache cache =
                new ShardCache(
                        context.recipe().outputDir().resolve("cache"),
                        new ShardWriter(ShardWriter.DEFAULT_TOKENS_PER_SHARD));
        List<Selection> selections = new ArrayList<>();
        for (Dataset dataset : stage().datasets(key)) {
            DatasetFiles files =
                    new DatasetFiles(
                            List.of(Path.of(dataset.path())),
                            DatasetFormat.of(dataset.format()),
                            Map.of(),
                            dataset.maxSamples());
            Selection selection =
                    limited.apply(cache.open(sources.apply(files), this::reportTokenizing));
            String summary = selection.counts().summary();
            if (selection.counts().examples() == 0) {
                throw new UserException(dataset.path() + ": nothing to train on: " + summary);
            }
            if (facts != null) {
                facts.put("data " + dataset.fileName(), summary);
            }
            selections.add(selection);
        }
        return selections;
    }

    private void reportTokenizing(long examples) {
        if (examples % EXAMPLES_BETWEEN_REPORTS == 0) {
            context.stopIfAsked();
            context.progress().at(examples, 0, "tokenising");
        }
    }

    private LengthLimit limit() {
        String excess = stage().text("excess_length").toUpperCase(Locale.ROOT);
        return new LengthLimit(stage().integer("max_seq_len"), ExcessLength.valueOf(excess));
    }

    private List<List<TokenizedExample>> rows(
            List<Selection> selections, Map<String, String> facts) {
        List<TokenizedExample> examples = joined(selections, Selection::examples);
        if (!stage().flag("packing")) {
            return Rows.single(examples.size()).of(examples);
        }
        int[] lengths = selections.stream().flatMapToInt(s -> Arrays.stream(s.lengths())).toArray();
        int capacity = stage().integer("max_seq_len");
        Rows packed =
                stage().flag("shuffle")
                        ? Packer.bestFit(lengths, capacity)
                        : Packer.inOrder(lengths, capacity);
        double fill =
                Arrays.stream(lengths).asLongStream().sum() / ((double) packed.size() * capacity);
        facts.put(
                "rows",
                String.format(
                        Locale.ROOT, "%d of %d, %.1f%% full", packed.size(), capacity, 100 * fill));
        return packed.of(examples);
    }

    private static <T> List<T> joined(
            List<Selection> selections, Function<Selection, List<T>> view) {
        return JoinedList.of(selections.stream().map(view).toList());
    }

    private Stage stage() {
        return context.stage();
    }
}
