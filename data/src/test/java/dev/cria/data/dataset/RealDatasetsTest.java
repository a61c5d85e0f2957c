package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.chat.TrainOn;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.PromptExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.ShardCache;
import dev.cria.data.shard.ShardWriter;
import dev.cria.data.shard.TokenShards;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealDatasetsTest {

    @TempDir private Path cache;

    private static final LengthLimit LIMIT = new LengthLimit(100_000, ExcessLength.ERROR);

    @Test
    void pairsHaveAsManyTokensAsTrlCounts() {
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            var pairs =
                    pairs(
                            Shared.path("golden/preference.jsonl"),
                            tokenizer,
                            new LengthLimit(256, ExcessLength.TRUNCATE));
            assertEquals(80, pairs.size());
            assertEquals(405, tokens(pairs, 4));
            assertEquals(759 - 405, tokens(pairs, 8));
        }
    }

    /** Every row of every file is read as the format that its fields show. */
    @Test
    void publishedFilesAreReadWholeWithoutAMapping() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String folder : List.of("sft", "preference")) {
            try (Stream<Path> files = Files.list(Shared.path("data/" + folder))) {
                for (Path file : files.toList()) {
                    found.put(file.getFileName().toString(), read(file));
                }
            }
        }
        assertEquals(
                new TreeMap<>(
                        Map.ofEntries(
                                Map.entry("alpaca_en_demo.json", "999 alpaca"),
                                Map.entry("alpaca_zh_demo.json", "1000 alpaca"),
                                Map.entry("glaive_toolcall_en_demo.json", "300 sharegpt"),
                                Map.entry("glaive_toolcall_zh_demo.json", "300 sharegpt"),
                                Map.entry("identity.json", "91 alpaca"),
                                Map.entry("en_interview_sft.jsonl", "550 messages"),
                                Map.entry("zh_en_idiom_translate.jsonl", "5696 messages"),
                                Map.entry("zh_idiom_sft.jsonl", "4376 messages"),
                                Map.entry("zh_poem_explain_sft.jsonl", "152 messages"),
                                Map.entry("dpo_en_demo.json", "300 preference"),
                                Map.entry("dpo_zh_demo.json", "300 preference"),
                                Map.entry("kto_en_demo.json", "300 kto"),
                                Map.entry("zh_idiom_preference.jsonl", "4376 preference"))),
                found);
    }

    @Test
    void evaluationSetsAreReadAsPromptsWithTheirAnswers() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Shared.path("data/eval"))) {
            all.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
        assertTrue(files.size() > 200, files::toString);
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            for (Path file : files) {
                boolean code = file.endsWith("HumanEval.jsonl");
                DatasetFiles few = new DatasetFiles(List.of(file), DatasetFormat.AUTO, Map.of(), 3);
                for (PromptExample prompt : Prompts.read(few, tokenizer)) {
                    assertTrue(!prompt.text().isBlank(), file::toString);
                    assertEquals(code, prompt.reference().isEmpty(), file::toString);
                }
            }
        }
    }

    @Test
    void textsAreReadWhole() {
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            for (String name : List.of("c4_demo.jsonl", "wiki_demo.txt")) {
                Path file = Shared.path("data/text/" + name);
                var source = Datasets.texts(DatasetFiles.of(file), tokenizer, 0);
                assertTrue(source.read(example -> {}).rows() > 0, name);
            }
        }
    }

    private static String read(Path file) {
        DatasetRows rows = new DatasetRows(DatasetFiles.of(file));
        rows.forEach(
                row -> {
                    switch (row.format()) {
                        case PREFERENCE -> Preferences.read(row);
                        case KTO -> Judgements.read(row);
                        default -> Conversations.read(row);
                    }
                });
        return rows.counts().rows() + " " + rows.counts().format();
    }

    @Test
    void publishedConversationsAreTokenised() {
        assertRows(999, DatasetFormat.ALPACA, "data/sft/alpaca_en_demo.json");
        assertRows(1_000, DatasetFormat.ALPACA, "data/sft/alpaca_zh_demo.json");
        assertRows(152, DatasetFormat.MESSAGES, "data/sft/zh_poem_explain_sft.jsonl");
        assertRows(300, DatasetFormat.SHAREGPT, "data/sft/glaive_toolcall_zh_demo.json");
    }

    @Test
    void publishedPreferencesAreReadWhole() {
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            var file = Shared.path("data/preference/dpo_zh_demo.json");
            assertEquals(300, pairs(file, tokenizer, LIMIT).size());
        }
    }

    private void assertRows(int rows, DatasetFormat format, String name) {
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            var source =
                    Datasets.conversations(
                            DatasetFiles.of(Shared.path(name)), tokenizer, TrainOn.ASSISTANT);
            Selection selection = Selection.ofExamples(open(source), LIMIT);
            assertEquals(rows, selection.examples().size());
            assertEquals(format.label(), selection.counts().read().format());
            assertTrue(selection.examples().get(0).numTargets() > 0);
        }
    }

    private List<PreferenceExample> pairs(Path file, Tokenizer tokenizer, LengthLimit limit) {
        var source = Datasets.preferences(DatasetFiles.of(file), tokenizer);
        return Selection.ofPairs(open(source), limit).pairs();
    }

    private TokenShards open(ExampleSource source) {
        return new ShardCache(cache, new ShardWriter(1000)).open(source, done -> {});
    }

    /** Tokens of the four pairs before the given one. */
    private static int tokens(List<PreferenceExample> pairs, int count) {
        return pairs.stream()
                .limit(count)
                .skip(count - 4)
                .mapToInt(p -> 2 * p.prompt().length + p.chosen().length + p.rejected().length)
                .sum();
    }
}
