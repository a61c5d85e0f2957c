package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a data set, one after another.
 *
 * @param paths where they are; conversations and preferences are .jsonl or .json (an array), each
 *     also as .gz, or folders of such
 * @param format how their rows are laid out
 * @param columns for fields that have another name than usual: usual name to name in the file
 * @param maxRows how many rows are read at most, the first ones; 0 for all
 */
public record DatasetFiles(
        List<Path> paths, DatasetFormat format, Map<String, String> columns, long maxRows) {

    private static final Pattern ROWS = Pattern.compile(".*\\.jsonl?(\\.gz)?");

    public DatasetFiles {
        paths = List.copyOf(paths);
        columns = Map.copyOf(columns);
    }

    /** A file with the usual field names, whose format shows in its first row. */
    public static DatasetFiles of(Path path) {
        return new DatasetFiles(List.of(path), DatasetFormat.AUTO, Map.of(), 0);
    }

    /**
     * The files themselves: of a folder those whose names end as rows' do, by their names.
     *
     * @throws UserException for a folder without any
     */
    List<Path> rowFiles() {
        return paths.stream().flatMap(path -> in(path).stream()).toList();
    }

    private static List<Path> in(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> rows =
                    files.filter(file -> ROWS.matcher(file.toString()).matches()).sorted().toList();
            if (rows.isEmpty()) {
                throw new UserException(path + ": has no .jsonl or .json file");
            }
            return rows;
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read: " + e, e);
        }
    }

    boolean isWanted(long rowsRead) {
        return maxRows == 0 || rowsRead < maxRows;
    }

    /** What the rows depend on: the content of the files, and how they are read. */
    Map<String, String> description() {
        Map<String, String> description = new LinkedHashMap<>();
        List<Path> files = rowFiles();
        List<String> hashes = files.parallelStream().map(DatasetFiles::hash).toList();
        for (int i = 0; i < hashes.size(); i++) {
            description.put("file " + i, files.get(i) + " " + hashes.get(i));
        }
        description.put("rows", format.label() + " " + columns + " " + maxRows);
        return description;
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }
}
