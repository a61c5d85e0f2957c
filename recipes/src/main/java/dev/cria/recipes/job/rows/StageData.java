package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.batch.FormatTokens;
import dev.cria.data.batch.KtoExamples;
import dev.cria.data.batch.Packer;
import dev.cria.data.batch.Rows;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.dataset.DatasetFiles;
import dev.cria.data.dataset.Datasets;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.dataset.Selection;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * From the keys of section {@code data} to the rows of a stage. Tokens are kept in the run folder's
 * cache; lists read from it what they are asked for.
 */
public final class StageData {

    private static final int BAD_ROWS = 100;
    private static final int EXAMPLES_BETWEEN_REPORTS = 1000;

    /** Stages that learn from answers, and do not anneal. */
    private static final Set<String> COMPARING = Set.of("dpo", "rm");

    private final Stage stage;
    private final Tokenizer tokenizer;
    private final ShardCache cache;
    private final Map<String, String> facts;
    private final Map<String, String> made = new LinkedHashMap<>();
    private final FormatTokens format;
    private final Set<String> good = new HashSet<>();
    private final LongConsumer onExamples;
    private long mostRows;

    /**
     * The data of a stage.
     *
     * @param facts are told what became of the rows of each data set that is trained on
     */
    public StageData(StageContext context, Tokenizer tokenizer, Map<String, String> facts) {
        this(
                context.stage(),
                context.recipe().outputDir().resolve("cache"),
                tokenizer,
                facts,
                examples -> {
                    context.stopIfAsked();
                    context.progress().at(examples, 0, "tokenising");
                });
    }

    /**
     * The data of a stage that does not run.
     *
     * @param cacheFolder where tokens are kept
     * @param onExamples is told the number of examples tokenised so far
     */
    public StageData(
            Stage stage,
            Path cacheFolder,
            Tokenizer tokenizer,
            Map<String, String> facts,
            LongConsumer onExamples) {
        this.stage = stage;
        this.tokenizer = tokenizer;
        this.facts = facts;
        this.onExamples = onExamples;
        boolean masks = stage.type().equals("dpo") && stage.flag("mask_formatting_tokens");
        format = masks ? new ChatTemplate(tokenizer).formatTokens() : FormatTokens.NONE;
        cache = new ShardCache(cacheFolder, new ShardWriter(ShardWriter.DEFAULT_TOKENS_PER_SHARD));
    }

    /** Texts for pretraining, put together into rows. */
    public TrainingData<List<TokenizedExample>> texts() {
        return mix(this::texts, Texts::summary).of(this::textRows, StageData::batch);
    }

    /** Texts that are measured on. */
    public List<TokenizedExample> heldoutTexts() {
        return heldout(this::texts, Texts::examples);
    }

    /** Conversations, put together into rows. */
    public TrainingData<List<TokenizedExample>> conversations() {
        TrainOn trainOn = TrainOn.valueOf(stage.text("train_on").toUpperCase(Locale.ROOT));
        return mix(dataset -> conversations(dataset, trainOn), StageData::summary)
                .of(this::rows, StageData::batch);
    }

    /** Conversations that are measured on, by what the assistant says. */
    public List<TokenizedExample> heldoutConversations() {
        return heldout(dataset -> conversations(dataset, TrainOn.ASSISTANT), Selection::examples);
    }

    /** Preference pairs to train on. */
    public TrainingData<PreferenceExample> pairs() {
        return mix(this::pairs, StageData::summary).of(this::singles, this::batchOfPairs);
    }

    /** A batch as the stage compares its answers. */
    public Batch batchOfPairs(List<PreferenceExample> pairs) {
        return BatchBuilder.ofPairs(pairs, format);
    }

    /** Preference pairs that are measured on. */
    public List<PreferenceExample> heldoutPairs() {
        return compared(heldout(this::pairs, Selection::pairs));
    }

    /** Ranked answers to train on. */
    public TrainingData<RankedExample> rankings() {
        return mix(this::rankings, StageData::summary).of(this::ranked, BatchBuilder::ofRankings);
    }

    /** Ranked answers that are measured on. */
    public List<RankedExample> heldoutRankings() {
        return heldout(this::rankings, Selection::rankings);
    }

    /** What the rows were made from, by the names of the data sets. */
    public Map<String, String> made() {
        return made;
    }

    /** Rows of the largest data set that was read so far; packed ones do not count. */
    public long mostRows() {
        return mostRows;
    }

    private static Batch batch(List<List<TokenizedExample>> rows) {
        return BatchBuilder.ofExamples(rows.stream().flatMap(List::stream).toList());
    }

    private static String summary(Selection selection) {
        return selection.counts().summary();
    }

    private <S> DataMix<S> mix(Function<Dataset, S> open, Function<S, String> summary) {
        List<Dataset> annealing =
                COMPARING.contains(stage.type()) ? List.of() : stage.datasets("anneal_datasets");
        return new DataMix<>(
                stage.datasets("datasets"),
                annealing,
                dataset -> {
                    S opened = open.apply(dataset);
                    String name = "data " + dataset.fileName();
                    if (facts.containsKey(name)) {
                        name = "data " + dataset.where();
                    }
                    facts.put(name, summary.apply(opened));
                    return opened;
                });
    }

    private <S, T> List<T> heldout(Function<Dataset, S> open, Function<S, List<T>> view) {
        return JoinedList.of(stage.datasets("heldout").stream().map(open).map(view).toList());
    }

    private Texts texts(Dataset dataset) {
        if (Texts.isPacked(dataset)) {
            Texts.Packed packed = Texts.packed(dataset, tokenizer, stage.integer("max_seq_len"));
            made.put(String.join(", ", dataset.paths()), packed.hash());
            return packed;
        }
        return new Texts.Loose(
                select(
                        dataset,
                        Datasets.texts(files(dataset), tokenizer, BAD_ROWS),
                        shards -> Selection.ofExamples(shards, limit())));
    }

    private Selection conversations(Dataset dataset, TrainOn trainOn) {
        return select(
                dataset,
                Datasets.conversations(files(dataset), tokenizer, trainOn),
                shards -> Selection.ofExamples(shards, limit()));
    }

    private Selection pairs(Dataset dataset) {
        return select(
                dataset,
                stage.text("loss").equals("kto")
                        ? Datasets.judgements(files(dataset), tokenizer)
                        : Datasets.preferences(files(dataset), tokenizer),
                shards -> Selection.ofPairs(shards, limit()));
    }

    private Selection rankings(Dataset dataset) {
        return select(
                dataset,
                Datasets.rankings(files(dataset), tokenizer),
                shards -> Selection.ofPairs(shards, limit()));
    }

    private Selection select(
            Dataset dataset, ExampleSource source, Function<TokenShards, Selection> limited) {
        made.put(
                dataset.paths().isEmpty() ? dataset.fileName() : dataset.where(),
                ShardCache.name(source));
        Selection selection = limited.apply(cache.open(source, this::reportTokenizing));
        mostRows = Math.max(mostRows, selection.counts().read().rows());
        if (selection.counts().examples() == 0) {
            throw new UserException(
                    "%s: nothing to train on: %s"
                            .formatted(dataset.where(), selection.counts().summary()));
        }
        return selection;
    }

    private static DatasetFiles files(Dataset dataset) {
        if (Texts.isPacked(dataset)) {
            throw new UserException(
                    "%s: holds packed texts, which stage pretrain learns from; name a file of examples"
                            .formatted(dataset.paths().get(0)));
        }
        return DataFiles.of(dataset);
    }

    private void reportTokenizing(long examples) {
        if (examples % EXAMPLES_BETWEEN_REPORTS == 0) {
            onExamples.accept(examples);
        }
    }

    private LengthLimit limit() {
        String excess = stage.text("excess_length").toUpperCase(Locale.ROOT);
        return new LengthLimit(stage.integer("max_seq_len"), ExcessLength.valueOf(excess));
    }

    /** Packed rows stay as they are; behind them come those of texts that are packed here. */
    private TrainingData.Source<List<TokenizedExample>> textRows(String name, List<Texts> texts) {
        List<List<List<TokenizedExample>>> parts = new ArrayList<>();
        List<Selection> loose = new ArrayList<>();
        long tokens = 0;
        for (Texts part : texts) {
            if (part instanceof Texts.Packed packed) {
                parts.add(stage.flag("packing") ? packed.rows() : packed.singles());
                tokens += packed.tokens();
            } else {
                loose.add(((Texts.Loose) part).selection());
            }
        }
        if (!loose.isEmpty()) {
            TrainingData.Source<List<TokenizedExample>> packedHere = rows(name, loose);
            parts.add(packedHere.rows());
            tokens += packedHere.tokens();
        }
        return new TrainingData.Source<>(name, JoinedList.of(parts), tokens);
    }

    private TrainingData.Source<List<TokenizedExample>> rows(
            String name, List<Selection> selections) {
        List<TokenizedExample> examples =
                JoinedList.of(selections.stream().map(Selection::examples).toList());
        int[] lengths = lengths(selections);
        long tokens = Arrays.stream(lengths).asLongStream().sum();
        if (!stage.flag("packing")) {
            return new TrainingData.Source<>(
                    name, Rows.single(lengths.length).of(examples), tokens);
        }
        int capacity = stage.integer("max_seq_len");
        Rows rows =
                stage.flag("shuffle")
                        ? Packer.bestFit(lengths, capacity)
                        : Packer.inOrder(lengths, capacity);
        double fill = tokens / ((double) rows.size() * capacity);
        facts.put(
                name.isEmpty() ? "rows" : "rows " + name,
                String.format(
                        Locale.ROOT, "%d of %d, %.1f%% full", rows.size(), capacity, 100 * fill));
        return new TrainingData.Source<>(name, rows.of(examples), tokens);
    }

    private TrainingData.Source<PreferenceExample> singles(
            String name, List<Selection> selections) {
        List<PreferenceExample> pairs =
                compared(JoinedList.of(selections.stream().map(Selection::pairs).toList()));
        long tokens = Arrays.stream(lengths(selections)).asLongStream().sum();
        return new TrainingData.Source<>(name, pairs, tokens);
    }

    private TrainingData.Source<RankedExample> ranked(String name, List<Selection> selections) {
        return new TrainingData.Source<>(
                name,
                JoinedList.of(selections.stream().map(Selection::rankings).toList()),
                Arrays.stream(lengths(selections)).asLongStream().sum());
    }

    /** Pairs as the stage's loss takes them. */
    private List<PreferenceExample> compared(List<PreferenceExample> pairs) {
        if (!stage.text("loss").equals("kto") || pairs.isEmpty()) {
            return pairs;
        }
        KtoExamples answers = KtoExamples.of(pairs);
        good.addAll(answers.good());
        return answers;
    }

    /** Origins of the answers so far that are good, of a stage that tells good from bad. */
    public Set<String> good() {
        return good;
    }

    private static int[] lengths(List<Selection> selections) {
        return selections.stream().flatMapToInt(s -> Arrays.stream(s.lengths())).toArray();
    }
}
