package dev.cria.data.dataset;

import dev.cria.data.document.Document;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.SourceFiles;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Plain texts, framed by the tokens for the beginning and the end of text. */
final class TextSource implements ExampleSource {

    private final DatasetFiles files;
    private final TextTokens tokens;
    private final int badRowLimit;
    private final Map<String, String> description;

    /**
     * @throws dev.cria.checkpoints.UserException if the tokenizer lacks a special token of Llama 3
     */
    static TextSource of(DatasetFiles files, Tokenizer tokenizer, int badRowLimit) {
        DatasetFiles found =
                new DatasetFiles(
                        SourceFiles.under(files.paths()),
                        files.format(),
                        files.columns(),
                        files.maxRows());
        return new TextSource(found, tokenizer, badRowLimit);
    }

    private TextSource(DatasetFiles files, Tokenizer tokenizer, int badRowLimit) {
        this.files = files;
        this.badRowLimit = badRowLimit;
        tokens = new TextTokens(tokenizer);
        description = files.description();
        description.put("kind", "texts, version " + TextTokens.VERSION);
        description.put("tokenizer", tokenizer.fingerprint());
    }

    @Override
    public Map<String, String> description() {
        return Map.copyOf(description);
    }

    @Override
    public int vocabSize() {
        return tokens.tokenizer().vocabSize();
    }

    @Override
    public RowCounts read(Consumer<StoredExample> sink) {
        ParallelTokenizing tokenizing = new ParallelTokenizing(sink);
        long rows = 0;
        long bad = 0;
        for (Path path : files.paths()) {
            BadRows badRows = new BadRows(badRowLimit);
            try (DocumentReader reader = DocumentReader.open(path, badRows)) {
                while (files.isWanted(rows) && reader.hasNext()) {
                    Document document = reader.next();
                    tokenizing.add(task(document.text(), path + ":" + reader.row()));
                    rows++;
                }
            }
            bad += badRows.count();
        }
        tokenizing.flush();
        return new RowCounts(DatasetFormat.TEXT.label(), rows, bad);
    }

    private ParallelTokenizing.Task task(String text, String origin) {
        return new ParallelTokenizing.Task(
                text.length(), () -> StoredExample.ofText(tokens.of(text), origin));
    }
}
