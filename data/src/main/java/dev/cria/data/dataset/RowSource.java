package dev.cria.data.dataset;

import dev.cria.data.chat.ChatFormat;
import dev.cria.data.chat.ChatFormats;
import dev.cria.data.chat.ChatTokenizer;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Examples of files of JSON rows, one for each row. */
final class RowSource implements ExampleSource {

    /** Goes up whenever the same rows would give other ids than before. */
    private static final String VERSION = "1";

    private final String kind;
    private final DatasetFiles files;
    private final Tokenizer tokenizer;
    private final Function<Row, ParallelTokenizing.Task> parser;
    private final Map<String, String> description;

    RowSource(
            String kind,
            DatasetFiles files,
            Tokenizer tokenizer,
            Function<Row, ParallelTokenizing.Task> parser) {
        this.kind = kind;
        this.files = files;
        this.tokenizer = tokenizer;
        this.parser = parser;
        description = files.description();
        description.put("kind", this.kind + ", version " + VERSION);
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
        Set<String> formats = new TreeSet<>();
        long[] rows = new long[1];
        ParallelTokenizing tokenizing = new ParallelTokenizing(sink);
        for (Path path : files.rowFiles()) {
            DatasetFormat[] format = {files.format()};
            new JsonRows(path)
                    .forEach(
                            (node, number) -> {
                                if (!files.isWanted(rows[0])) {
                                    return false;
                                }
                                String origin = path + ":" + number;
                                if (format[0] == DatasetFormat.AUTO) {
                                    format[0] =
                                            FormatDetection.detect(node, origin, files.columns());
                                }
                                formats.add(format[0].label());
                                rows[0]++;
                                Row row = new Row(node, origin, files.columns(), format[0]);
                                tokenizing.add(parser.apply(row));
                                return true;
                            });
        }
        tokenizing.flush();
        return new RowCounts(String.join(", ", formats), rows[0], 0);
    }
}
