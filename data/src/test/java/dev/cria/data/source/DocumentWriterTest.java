package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentWriterTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.parquet", "a.arrow", "a.jsonl", "a.jsonl.gz", "a.jsonl.zst"})
    void whatIsWrittenIsReadBack(String name) {
        List<Document> documents = documents();
        Path file = folder.resolve(name);
        write(file, documents);
        List<Document> read = new ArrayList<>();
        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
            reader.forEachRemaining(read::add);
        }
        assertEquals(documents, read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.parquet", "a.arrow"})
    void aDamagedTableIsRefusedByName(String name) throws IOException {
        Path file = folder.resolve(name);
        write(file, documents());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        CorruptFileException error =
                assertThrows(
                        CorruptFileException.class,
                        () -> {
                            try (DocumentReader reader =
                                    DocumentReader.open(file, new BadRows(0))) {
                                reader.forEachRemaining(document -> {});
                            }
                        });
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }

    private static List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        documents.add(
                new Document(
                        "1",
                        "床前明月光，\n疑是地上霜。𠀀🌕",
                        "https://example.org/1",
                        "tang",
                        "zh",
                        Map.of("作者", "李白")));
        documents.add(Document.of("2", "Call me \"Ishmael\".\t\\", "moby"));
        for (int i = 0; i < 2000; i++) {
            documents.add(Document.of("row-" + i, "春".repeat(1 + i % 300), "many"));
        }
        return documents;
    }

    private static void write(Path file, List<Document> documents) {
        try (DocumentWriter writer = writer(file)) {
            documents.forEach(writer::write);
        }
    }

    private static DocumentWriter writer(Path file) {
        String name = file.toString();
        if (name.endsWith(".parquet")) {
            return new ParquetDocumentWriter(file);
        }
        return name.endsWith(".arrow") ? new ArrowDocumentWriter(file) : new JsonlWriter(file);
    }
}
