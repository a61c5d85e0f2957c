package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cria.checkpoints.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs the rows of a file through parsing, tokenising and the length limit. */
final class Loader<T> {

    /** Enough rows to keep all cores busy, few enough to hold in memory. */
    private static final int ROWS_AT_ONCE = 1024;

    private final DatasetFile file;
    private final Lengths<T> lengths;
    private final List<T> examples = new ArrayList<>();
    private final Map<Lengths.Outcome, Long> outcomes = new EnumMap<>(Lengths.Outcome.class);
    private final List<Supplier<List<T>>> parsed = new ArrayList<>();
    private DatasetFormat format;
    private long rows;

    Loader(DatasetFile file, Lengths<T> lengths) {
        this.file = file;
        this.lengths = lengths;
        format = file.format();
    }

    /**
     * @param parser reads a row and gives what tokenises it
     */
    Loaded<T> load(Function<Row, Supplier<List<T>>> parser) {
        if (isPlainText()) {
            format = DatasetFormat.TEXT;
            take(wholeFile(), parser);
        } else {
            new JsonRows(file.path())
                    .forEach(
                            (node, number) -> {
                                String origin = file.path() + ":" + number;
                                if (format == DatasetFormat.AUTO) {
                                    format = FormatDetection.detect(node, origin, file.columns());
                                }
                                take(new Row(node, origin, file.columns(), format), parser);
                            });
        }
        tokenize();
        return loaded();
    }

    private void take(Row row, Function<Row, Supplier<List<T>>> parser) {
        rows++;
        parsed.add(parser.apply(row));
        if (parsed.size() == ROWS_AT_ONCE) {
            tokenize();
        }
    }

    private void tokenize() {
        List<List<T>> tokenized = parsed.parallelStream().map(Supplier::get).toList();
        parsed.clear();
        for (List<T> ofRow : tokenized) {
            for (T example : ofRow) {
                outcomes.merge(lengths.add(example, examples), 1L, Long::sum);
            }
        }
    }

    private Loaded<T> loaded() {
        Loaded<T> loaded =
                new Loaded<>(
                        List.copyOf(examples),
                        format,
                        rows,
                        count(Lengths.Outcome.TOO_LONG),
                        count(Lengths.Outcome.TRUNCATED),
                        count(Lengths.Outcome.WITHOUT_TARGET));
        if (examples.isEmpty()) {
            throw new UserException(file.path() + ": nothing to train on: " + loaded.summary());
        }
        return loaded;
    }

    private long count(Lengths.Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    private boolean isPlainText() {
        String name = file.path().toString();
        return name.endsWith(".txt") || name.endsWith(".md");
    }

    private Row wholeFile() {
        try (BufferedReader reader = JsonRows.open(file.path())) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[1 << 16];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                text.append(buffer, 0, read);
            }
            var node = JsonNodeFactory.instance.objectNode().put("text", text.toString());
            return new Row(node, file.path() + ":1", Map.of(), format);
        } catch (CharacterCodingException e) {
            throw new UserException(file.path() + ": is not UTF-8; convert it", e);
        } catch (IOException e) {
            throw new UserException(file.path() + ": cannot be read: " + e, e);
        }
    }
}
