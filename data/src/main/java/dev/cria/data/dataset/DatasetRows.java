package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.shard.RowCounts;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The rows of a data set, one after another, and what they turn out to be. */
final class DatasetRows {

    /** Of a table with more, the first ones are told. */
    private static final int COLUMNS_TOLD = 12;

    private final DatasetFiles files;
    private final Set<String> formats = new TreeSet<>();
    private final Set<String> kinds = new TreeSet<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private DatasetFormat format;
    private long rows;

    DatasetRows(DatasetFiles files) {
        this.files = files;
    }

    /**
     * Gives every row that is wanted, in the order of the files.
     *
     * @throws UserException with file and row where one cannot be read, or if there is none at all
     */
    void forEach(Consumer<Row> each) {
        List<Path> paths = files.rowFiles();
        for (Path path : paths) {
            format = files.format();
            RowFile file = new RowFile(path);
            kinds.add(file.kind());
            file.forEach((node, number) -> take(node, path + ":" + number, each));
        }
        for (InlineRow row : files.rows()) {
            format = files.format();
            kinds.add("recipe");
            if (!take(node(row), row.place(), each)) {
                break;
            }
        }
        if (rows == 0) {
            throw new UserException(
                    (paths.isEmpty() ? "the recipe" : paths.get(0))
                            + ": has no rows; a data set needs one at least");
        }
    }

    private boolean take(ObjectNode node, String origin, Consumer<Row> each) {
        if (!files.isWanted(rows)) {
            return false;
        }
        if (format == DatasetFormat.AUTO) {
            format = FormatDetection.detect(node, origin, files.names());
        }
        formats.add(format.label());
        if (columns.size() <= COLUMNS_TOLD) {
            node.fieldNames().forEachRemaining(columns::add);
        }
        rows++;
        each.accept(new Row(node, origin, files.names(), format));
        return true;
    }

    private static ObjectNode node(InlineRow row) {
        try {
            JsonNode node = JsonMistakes.MAPPER.readTree(row.json());
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + row.json(), e);
        }
        throw new UserException(row.place() + ": a row is a mapping of fields to values");
    }

    /** What was read so far. */
    RowCounts counts() {
        List<String> names = columns.stream().limit(COLUMNS_TOLD).toList();
        String more = columns.size() > COLUMNS_TOLD ? ", ..." : "";
        return new RowCounts(
                String.join(", ", formats),
                String.join(", ", kinds) + ": " + String.join(", ", names) + more,
                rows,
                0);
    }
}
