package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.chat.TrainOn;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.ShardCache;
import dev.cria.data.shard.ShardWriter;
import dev.cria.data.shard.TokenShards;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void publishedDataSetsAreReadWhole() {
        assertRows(999, DatasetFormat.ALPACA, "data/sft/alpaca_en_demo.json");
        assertRows(1_000, DatasetFormat.ALPACA, "data/sft/alpaca_zh_demo.json");
        assertRows(152, DatasetFormat.MESSAGES, "data/sft/zh_poem_explain_sft.jsonl");
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
