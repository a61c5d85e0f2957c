package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.dataset.DatasetFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which files of a folder are of which split, by words in their names or in those of folders. */
final class HubSplits {

    /** Words that stand for splits. Source: {@code data_files.py} of huggingface/datasets. */
    private static final Map<String, List<String>> WORDS =
            Map.of(
                    "train", List.of("train", "training"),
                    "validation", List.of("validation", "valid", "dev", "val"),
                    "test", List.of("test", "testing", "eval", "evaluation"));

    private static final Pattern BETWEEN = Pattern.compile("[/\\\\._ 0-9-]+");

    private HubSplits() {}

    /** Files by their splits, sorted; empty unless every file of rows has a split. */
    static Map<String, List<Path>> byName(Path folder) {
        Map<String, List<Path>> splits = new TreeMap<>();
        for (Path file : all(folder)) {
            String split = split(folder.relativize(file).toString());
            if (split == null) {
                return Map.of();
            }
            splits.computeIfAbsent(split, each -> new ArrayList<>()).add(file);
        }
        return splits;
    }

    /** The files of rows in and below a folder. */
    static List<Path> all(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(DatasetFiles::holdsRows)
                    .filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String split(String path) {
        int end = path.lastIndexOf('.');
        String plain = (end < 0 ? path : path.substring(0, end)).toLowerCase(Locale.ROOT);
        return BETWEEN.splitAsStream(plain)
                .map(HubSplits::meant)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> meant(String word) {
        return WORDS.entrySet().stream()
                .filter(split -> split.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
