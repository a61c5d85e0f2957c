package dev.cria.recipes.job;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.batch.Packer;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.dataset.DatasetFile;
import dev.cria.data.dataset.DatasetFormat;
import dev.cria.data.dataset.Datasets;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.dataset.Loaded;
import dev.cria.data.document.Document;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** From the keys of section {@code data} to the examples and rows of a stage. */
record StageData(Stage stage, Tokenizer tokenizer) {

    private static final int BAD_ROWS = 100;

    /** Texts for pretraining, put together into rows. */
    List<List<TokenizedExample>> textRows(Map<String, String> facts) {
        List<TokenizedExample> examples = texts(stage.datasets("datasets"));
        facts.put("texts", Integer.toString(examples.size()));
        return rows(examples, facts);
    }

    /** Texts that are measured on. */
    List<TokenizedExample> heldoutTexts() {
        return texts(stage.datasets("heldout"));
    }

    /** Conversations, put together into rows. */
    List<List<TokenizedExample>> conversationRows(Map<String, String> facts) {
        TrainOn trainOn = TrainOn.valueOf(stage.text("train_on").toUpperCase(Locale.ROOT));
        return rows(conversations("datasets", trainOn, facts), facts);
    }

    /** Conversations that are measured on, by what the assistant says. */
    List<TokenizedExample> heldoutConversations() {
        return conversations("heldout", TrainOn.ASSISTANT, null);
    }

    /** Preference pairs to train on. */
    List<PreferenceExample> pairs(Map<String, String> facts) {
        return pairs("datasets", facts);
    }

    /** Preference pairs that are measured on. */
    List<PreferenceExample> heldoutPairs() {
        return pairs("heldout", null);
    }

    /** Rows one after another. */
    static Batch batch(List<List<TokenizedExample>> rows) {
        return BatchBuilder.ofExamples(rows.stream().flatMap(List::stream).toList());
    }

    private List<TokenizedExample> conversations(
            String key, TrainOn trainOn, Map<String, String> facts) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        return load(key, facts, file -> Datasets.conversations(file, template, trainOn, limit()));
    }

    private List<PreferenceExample> pairs(String key, Map<String, String> facts) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        return load(key, facts, file -> Datasets.preferences(file, template, limit()));
    }

    private <T> List<T> load(
            String key, Map<String, String> facts, Function<DatasetFile, Loaded<T>> loader) {
        List<T> examples = new ArrayList<>();
        for (Dataset dataset : stage.datasets(key)) {
            Path path = Path.of(dataset.path());
            Loaded<T> loaded =
                    loader.apply(
                            new DatasetFile(path, DatasetFormat.of(dataset.format()), Map.of()));
            examples.addAll(firstOf(loaded.examples(), dataset));
            if (facts != null) {
                facts.put("data " + path.getFileName(), loaded.summary());
            }
        }
        return examples;
    }

    private static <T> List<T> firstOf(List<T> examples, Dataset dataset) {
        int most = dataset.maxSamples();
        return most == 0 ? examples : examples.subList(0, Math.min(most, examples.size()));
    }

    private LengthLimit limit() {
        ExcessLength excess =
                ExcessLength.valueOf(stage.text("excess_length").toUpperCase(Locale.ROOT));
        return new LengthLimit(stage.integer("max_seq_len"), excess);
    }

    private List<TokenizedExample> texts(List<Dataset> datasets) {
        int begin = tokenizer.requireTokenId("<|begin_of_text|>");
        int end = tokenizer.requireTokenId("<|end_of_text|>");
        List<TokenizedExample> examples = new ArrayList<>();
        for (Dataset dataset : datasets) {
            List<TokenizedExample> own = new ArrayList<>();
            for (Path file : DocumentReader.files(List.of(Path.of(dataset.path())))) {
                try (DocumentReader reader = DocumentReader.open(file, new BadRows(BAD_ROWS))) {
                    while (reader.hasNext() && isWanted(dataset, own.size())) {
                        Document document = reader.next();
                        int[] text = tokenizer.encodeOrdinary(document.text());
                        own.add(example(begin, text, end, document));
                    }
                }
            }
            own.forEach(whole -> examples.addAll(Packer.cut(whole, stage.integer("max_seq_len"))));
        }
        return examples.stream().filter(example -> example.numTargets() > 0).toList();
    }

    private static boolean isWanted(Dataset dataset, int read) {
        return dataset.maxSamples() == 0 || read < dataset.maxSamples();
    }

    private static TokenizedExample example(int begin, int[] text, int end, Document document) {
        int[] ids = new int[text.length + 2];
        ids[0] = begin;
        System.arraycopy(text, 0, ids, 1, text.length);
        ids[ids.length - 1] = end;
        boolean[] target = new boolean[ids.length];
        Arrays.fill(target, 1, ids.length, true);
        return new TokenizedExample(ids, target, document.source() + ":" + document.id());
    }

    private List<List<TokenizedExample>> rows(
            List<TokenizedExample> examples, Map<String, String> facts) {
        if (!stage.flag("packing")) {
            return examples.stream().map(List::of).toList();
        }
        int[] lengths = examples.stream().mapToInt(example -> example.ids().length).toArray();
        int capacity = stage.integer("max_seq_len");
        List<int[]> packed = Packer.bestFit(lengths, capacity);
        double fill =
                Arrays.stream(lengths).asLongStream().sum() / ((double) packed.size() * capacity);
        facts.put(
                "rows",
                String.format(
                        Locale.ROOT, "%d of %d, %.1f%% full", packed.size(), capacity, 100 * fill));
        return packed.stream()
                .map(row -> Arrays.stream(row).mapToObj(examples::get).toList())
                .toList();
    }
}
