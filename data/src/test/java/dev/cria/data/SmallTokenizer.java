package dev.cria.data;

import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.BpeVocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.util.List;

/** A tokenizer of 600 tokens in Llama 3's format. */
public final class SmallTokenizer {

    public static final List<String> TEXTS =
            List.of(
                    "A cria is a young llama. The llama and the cria graze on the high plain.",
                    "The rain in the plain falls on the llama; the cria, the llama's young, drinks.",
                    "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
                    "床前看月光，疑是地上霜。举头望山月，低头思故乡。",
                    "user says: what is the capital of the plain? assistant says: the llama.",
                    "What is the name of the young llama? The name of the young llama is cria.");

    private SmallTokenizer() {}

    public static BpeVocabulary vocabulary() {
        return new BpeTrainer(600).train(TEXTS.stream());
    }

    public static Tokenizer open() {
        return Tokenizers.of(vocabulary());
    }
}
