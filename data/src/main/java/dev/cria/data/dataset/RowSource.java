package dev.cria.data.dataset;

import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatFormats;
import dev.cria.data.chat.ChatTokenizer;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Examples of rows, one for each. */
final class RowSource implements ExampleSource {

    /** Goes up whenever the same rows would give other ids than before. */
    private static final String VERSION = "2";

    private final DatasetFiles files;
    private final Tokenizer tokenizer;
    private final Function<Row, ParallelTokenizing.Task> parser;
    private final Map<String, String> description;

    RowSource(
            String kind,
            DatasetFiles files,
            Tokenizer tokenizer,
            Function<Row, ParallelTokenizing.Task> parser) {
        this.files = files;
        this.tokenizer = tokenizer;
        this.parser = parser;
        description = files.description();
        description.put("kind", kind + ", version " + VERSION);
        description.put("tokenizer", tokenizer.fingerprint());
        ChatFormat format = ChatTokenizer.formatOf(tokenizer);
        if (!format.isAs(ChatFormats.LLAMA3)) {
            description.put("chat template", format.fingerprint());
        }
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
        DatasetRows rows = new DatasetRows(files);
        rows.forEach(row -> tokenizing.add(parser.apply(row)));
        tokenizing.flush();
        return rows.counts();
    }
}
