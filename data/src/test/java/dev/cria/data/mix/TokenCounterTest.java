package dev.cria.data.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.SmallTokenizer;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenCounterTest {

    @TempDir Path folder;

    @Test
    void countsAreThoseOfEachDocumentByItself() throws Exception {
        Random random = new Random(5);
        Path first = Corpus.write(folder.resolve("first.jsonl"), "a", 300, 50, random);
        Path second = Corpus.write(folder.resolve("second.jsonl"), "b", 7, 500, random);
        try (Tokenizer tokenizer = SmallTokenizer.open()) {
            List<SourceCount> counts = TokenCounter.count(List.of(first, second), tokenizer, 3);
            for (int i = 0; i < 2; i++) {
                long documents = 0;
                long tokens = 0;
                long bytes = 0;
                long characters = 0;
                try (DocumentReader reader =
                        DocumentReader.open(i == 0 ? first : second, new BadRows(0))) {
                    while (reader.hasNext()) {
                        String text = reader.next().text();
                        documents++;
                        tokens += tokenizer.encodeOrdinary(text).length + 2;
                        bytes += text.getBytes(StandardCharsets.UTF_8).length;
                        characters += text.codePointCount(0, text.length());
                    }
                }
                assertEquals(documents, counts.get(i).documents());
                assertEquals(tokens, counts.get(i).tokens());
                assertEquals(bytes, counts.get(i).bytes());
                assertEquals(characters, counts.get(i).characters());
            }
        }
    }
}
