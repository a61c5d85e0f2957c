package dev.cria.data.dataset;

import dev.cria.data.document.Document;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.Columns;
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
        return new TextSource(files.of(SourceFiles.under(files.paths())), tokenizer, badRowLimit);
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
            if (!files.isWanted(rows)) {
                break;
            }
            if (new RowFile(path).kind().equals("json")) {
                rows += objects(files.only(path, rows), tokenizing);
                continue;
            }
            BadRows badRows = new BadRows(badRowLimit);
            try (DocumentReader reader = DocumentReader.open(path, badRows, columns())) {
                while (files.isWanted(rows) && reader.hasNext()) {
                    Document document = reader.next();
                    tokenizing.add(task(document.text(), path + ":" + reader.row()));
                    rows++;
                }
            }
            bad += badRows.count();
        }
        if (!files.rows().isEmpty() && files.isWanted(rows)) {
            rows += objects(files.inline(rows), tokenizing);
        }
        tokenizing.flush();
        return new RowCounts(DatasetFormat.TEXT.label(), rows, bad);
    }

    /** Rows that are no lines: of a JSON list, or of the recipe. */
    private long objects(DatasetFiles some, ParallelTokenizing tokenizing) {
        DatasetRows rows = new DatasetRows(some.as(DatasetFormat.TEXT));
        rows.forEach(row -> tokenizing.add(task(row.text("text"), row.origin())));
        return rows.counts().rows();
    }

    private Columns columns() {
        return Columns.of(Map.of("text", files.names().column("text", DatasetFormat.TEXT)));
    }

    private ParallelTokenizing.Task task(String text, String origin) {
        return new ParallelTokenizing.Task(
                text.length(), () -> StoredExample.ofText(tokens.of(text), origin));
    }
}
