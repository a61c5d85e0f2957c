package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.source.SourceFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the rows of a data set are, and how they are read.
 *
 * @param paths files of any kind that {@link RowFile} reads, or folders of such, one after another
 * @param format how their rows are laid out
 * @param names of fields that differ from the usual ones
 * @param maxRows how many rows are read at most, the first ones; 0 for all
 * @param rows that a recipe has itself, behind those of the files
 */
public record DatasetFiles(
        List<Path> paths,
        DatasetFormat format,
        FieldNames names,
        long maxRows,
        List<InlineRow> rows) {

    /** What tools write beside the rows. */
    private static final Set<String> ABOUT =
            Set.of(
                    "dataset_info.json",
                    "dataset_infos.json",
                    "dataset_dict.json",
                    "state.json",
                    "config.json");

    /** Copies the lists. */
    public DatasetFiles {
        paths = List.copyOf(paths);
        rows = List.copyOf(rows);
    }

    /** Files alone, with other names for some fields. */
    public DatasetFiles(
            List<Path> paths, DatasetFormat format, Map<String, String> columns, long maxRows) {
        this(paths, format, new FieldNames(columns, Map.of()), maxRows, List.of());
    }

    /** A file with the usual field names, whose format shows in its first row. */
    public static DatasetFiles of(Path path) {
        return new DatasetFiles(List.of(path), DatasetFormat.AUTO, Map.of(), 0);
    }

    /** Whether a file is one of rows or texts by its name, and none about a data set. */
    public static boolean holdsRows(Path file) {
        String name = file.getFileName().toString();
        boolean about =
                ABOUT.contains(name)
                        || SourceFormat.of(file).equals(Optional.of(SourceFormat.MARKDOWN));
        return !about && (RowFile.isReadable(file) || SourceFormat.of(file).isPresent());
    }

    /** The same read as another format. */
    DatasetFiles as(DatasetFormat other) {
        return new DatasetFiles(paths, other, names, maxRows, rows);
    }

    /** The same of other files. */
    DatasetFiles of(List<Path> others) {
        return new DatasetFiles(others, format, names, maxRows, rows);
    }

    /** One of the files, where rows have been read already, fewer than all that are wanted. */
    DatasetFiles only(Path path, long rowsRead) {
        return new DatasetFiles(List.of(path), format, names, left(rowsRead), List.of());
    }

    /** What stands in the recipe, where rows have been read already. */
    DatasetFiles inline(long rowsRead) {
        return new DatasetFiles(List.of(), format, names, left(rowsRead), rows);
    }

    private long left(long rowsRead) {
        return maxRows == 0 ? 0 : maxRows - rowsRead;
    }

    /**
     * The files themselves: of a folder those in it whose names end as rows' do, or if there is
     * none those below it, by their names.
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
        List<Path> rows = files(path, 1);
        if (rows.isEmpty()) {
            rows = files(path, Integer.MAX_VALUE);
        }
        if (rows.isEmpty()) {
            throw new UserException(path + ": has no file of rows; expected " + RowFile.ENDINGS);
        }
        return rows;
    }

    private static List<Path> files(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(RowFile::isReadable)
                    .filter(DatasetFiles::holdsRows)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
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
        description.put("rows", format.label() + " " + names.description() + " " + maxRows);
        if (!rows.isEmpty()) {
            String all = rows.stream().map(InlineRow::json).collect(Collectors.joining("\n"));
            description.put("inline", Sha256.of(all.getBytes(StandardCharsets.UTF_8)));
        }
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
