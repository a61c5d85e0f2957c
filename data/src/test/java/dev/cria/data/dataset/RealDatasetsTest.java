package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import org.junit.jupiter.api.Test;

final class RealDatasetsTest {

    private static final LengthLimit LIMIT = new LengthLimit(100_000, ExcessLength.ERROR);

    @Test
    void pairsHaveAsManyTokensAsTrlCounts() {
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            var pairs =
                    Datasets.preferences(
                            DatasetFile.of(Shared.path("golden/preference.jsonl")),
                            new ChatTemplate(tokenizer),
                            new LengthLimit(256, ExcessLength.TRUNCATE));
            assertEquals(80, pairs.examples().size());
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
            var file = DatasetFile.of(Shared.path("data/preference/dpo_zh_demo.json"));
            var pairs = Datasets.preferences(file, new ChatTemplate(tokenizer), LIMIT);
            assertEquals(300, pairs.examples().size());
        }
    }

    private static void assertRows(int rows, DatasetFormat format, String name) {
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            var loaded =
                    Datasets.conversations(
                            DatasetFile.of(Shared.path(name)),
                            new ChatTemplate(tokenizer),
                            TrainOn.ASSISTANT,
                            LIMIT);
            assertEquals(rows, loaded.examples().size());
            assertEquals(format, loaded.format());
            assertTrue(loaded.examples().get(0).numTargets() > 0);
        }
    }

    /** Tokens of the four pairs before the given one. */
    private static int tokens(Loaded<PreferenceExample> pairs, int count) {
        return pairs.examples().stream()
                .limit(count)
                .skip(count - 4)
                .mapToInt(p -> 2 * p.prompt().length + p.chosen().length + p.rejected().length)
                .sum();
    }
}
