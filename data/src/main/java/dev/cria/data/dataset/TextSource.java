package dev.cria.data.dataset;

import dev.cria.data.document.Document;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.SourceFiles;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Plain texts, framed by the tokens for the beginning and the end of text. */
final class TextSource implements ExampleSource {

    /** Goes up whenever the same texts would give other ids than before. */
    private static final String VERSION = "1";

    private final DatasetFiles files;
    private final Tokenizer tokenizer;
    private final int badRowLimit;
    private final int beginOfText;
    private final int endOfText;
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
        this.tokenizer = tokenizer;
        this.badRowLimit = badRowLimit;
        beginOfText = tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT);
        endOfText = tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TEXT);
        description = files.description();
        description.put("kind", "texts, version " + VERSION);
        description.put("tokenizer", tokenizer.fingerprint());
    }

    @Override
    public Map<String, String> description() {
        return Map.copyOf(description);
    }

    @Override
    public int vocabSize() {
        return tokenizer.vocabSize();
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
                text.length(), () -> StoredExample.ofText(framed(text), origin));
    }

    private int[] framed(String text) {
        int[] plain = tokenizer.encodeOrdinary(text);
        int[] ids = new int[plain.length + 2];
        ids[0] = beginOfText;
        System.arraycopy(plain, 0, ids, 1, plain.length);
        ids[ids.length - 1] = endOfText;
        return ids;
    }
}
