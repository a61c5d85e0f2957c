package dev.cria.recipes.recipe;

import dev.cria.data.mix.MixSettings;
import java.util.List;
import java.util.Map;

/** Keys of stage mix. */
final class MixKeys {

    static final List<Key> ALL =
            List.of(
                    Key.of(
                            "model",
                            "tokenizer_path",
                            Kind.INPUT,
                            null,
                            "tokenizer of the model that is to be trained"),
                    mix(
                            "sources",
                            Kind.SOURCES,
                            null,
                            "documents by source; with weights: shares of the tokens"),
                    mix(
                            "columns",
                            Kind.COLUMNS,
                            Map.of(),
                            "columns that hold text, id, url, source and language"),
                    mix("max_tokens", Kind.INTEGER, 0, "tokens of the mix; 0: what there is once")
                            .between(0, 1e18),
                    // Muennighoff et al. 2023, "Scaling data-constrained language models": up to
                    // four epochs are worth nearly as much as new data.
                    mix(
                                    "max_epochs",
                                    Kind.NUMBER,
                                    4.0,
                                    "how often a source with a weight is taken at most")
                            .between(1e-6, 1e9),
                    mix(
                            "allow_fewer_tokens",
                            Kind.FLAG,
                            false,
                            "end early where the sources have not as many as max_tokens"),
                    mix("max_seq_len", Kind.INTEGER, 4096, "tokens in a row").between(8, 1 << 20),
                    mix(
                                    "excess_length",
                                    Kind.CHOICE,
                                    "cut",
                                    "what happens to longer texts; cut: into pieces of max_seq_len")
                            .oneOf("cut", "drop", "truncate", "error"),
                    mix("shuffle", Kind.FLAG, true, "another order in every epoch"),
                    mix(
                                    "tokens_per_shard",
                                    Kind.INTEGER,
                                    MixSettings.TOKENS_PER_SHARD,
                                    "a file ends with the row that reaches this")
                            .between(1, 250_000_000),
                    mix("bad_row_limit", Kind.INTEGER, 100, "unreadable rows before giving up"));

    private MixKeys() {}

    private static Key mix(String name, Kind kind, Object initial, String documentation) {
        return Key.of("mix", name, kind, initial, documentation);
    }
}
