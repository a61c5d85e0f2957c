package dev.cria.trainer.generate;

import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.util.stream.Stream;

/** A byte-level tokenizer of a few hundred tokens, of which some have several bytes of JSON. */
public final class TinyTokenizer {

    private static final String TEXT =
            """
            {"name": "Ada Löwe", "age": 36, "tags": ["x", "y"], "ok": true, "no": false, "z": null}
            {"name":"你好世界","items":[{"id":1,"price":-2.5e3},{"id":2,"price":0.75}]}
            It was a bright cold day in April, and the clocks were striking thirteen, thirteen.
            """;

    private TinyTokenizer() {}

    /** The tokenizer. */
    public static Tokenizer create() {
        return Tokenizers.of(new BpeTrainer(620).train(Stream.of(TEXT.repeat(3))));
    }
}
