package dev.cria.benchmarks;

import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Texts of a given number of tokens, made of words that are one token each. What they say does not
 * matter: they are there to cost as much as texts of that length.
 */
final class ExactTexts {

    private static final int BEGIN_AND_END = 2;

    private final Tokenizer tokenizer;
    private final List<String> words = new ArrayList<>();
    private final SplittableRandom random;

    ExactTexts(Tokenizer tokenizer, long seed) {
        this.tokenizer = tokenizer;
        this.random = new SplittableRandom(seed);
        for (int id = 0; id < tokenizer.vocabSize(); id++) {
            String text = tokenizer.decode(new int[] {id});
            if (text.matches(" [a-z]+") && tokenizer.encodeOrdinary(text).length == 1) {
                words.add(text);
            }
        }
    }

    /** A text that is {@code tokens} long once the begin and the end of the text are added. */
    String of(int tokens) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens - BEGIN_AND_END; i++) {
            text.append(words.get(random.nextInt(words.size())));
        }
        int length = tokenizer.encodeOrdinary(text.toString()).length + BEGIN_AND_END;
        if (length != tokens) {
            throw new IllegalStateException(
                    "words of one token each make %d tokens instead of %d"
                            .formatted(length, tokens));
        }
        return text.toString();
    }

    /** Writes {@code count} texts as JSONL. */
    void write(Path file, int tokens, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"text\": \"").append(of(tokens)).append("\"}\n");
        }
        try {
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
