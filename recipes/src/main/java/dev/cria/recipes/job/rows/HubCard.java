package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.PlainYaml;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The configurations in the first lines of a data set's {@code README.md}. */
final class HubCard {

    private static final String NAME = "README.md";
    private static final String FENCE = "---";
    private static final String CONFIGS = "configs:";
    private static final long MAX_BYTES = 4 << 20;

    private HubCard() {}

    /**
     * Files of a configuration by their splits; empty where the card has none.
     *
     * @param subset the configuration; empty for the usual one
     * @throws UserException if there is no such configuration, or several and none is the usual one
     */
    static Map<String, List<Path>> splits(Path folder, String subset) {
        List<Map<?, ?>> configs = configs(folder.resolve(NAME));
        if (configs.isEmpty()) {
            return Map.of();
        }
        Map<?, ?> config = chosen(folder, configs, subset);
        String below = text(config, "data_dir");
        Path root = folder.resolve(below).normalize();
        if (!root.startsWith(folder)) {
            throw new UserException(
                    "%s: data_dir '%s' is not in the folder"
                            .formatted(folder.resolve(NAME), below));
        }
        Object files = config.get("data_files");
        return files == null ? HubSplits.byName(root) : matching(root, files);
    }

    private static Map<?, ?> chosen(Path folder, List<Map<?, ?>> configs, String subset) {
        for (Map<?, ?> config : configs) {
            boolean usual =
                    text(config, "default").equals("true")
                            || text(config, "config_name").equals("default")
                            || configs.size() == 1;
            if (subset.isEmpty() ? usual : text(config, "config_name").equals(subset)) {
                return config;
            }
        }
        throw new UserException(
                "%s: %s; it has %s: choose one by subset: NAME"
                        .formatted(
                                folder,
                                subset.isEmpty()
                                        ? "has several configurations"
                                        : "has no configuration '" + subset + "'",
                                configs.stream()
                                        .map(config -> text(config, "config_name"))
                                        .collect(Collectors.joining(", "))));
    }

    /** A pattern, patterns, or a list of splits with patterns each. */
    private static Map<String, List<Path>> matching(Path root, Object files) {
        Map<String, List<Path>> splits = new LinkedHashMap<>();
        for (Object part : files instanceof List<?> list ? list : List.of(files)) {
            String split = part instanceof Map<?, ?> map ? text(map, "split") : "train";
            Object patterns = part instanceof Map<?, ?> map ? map.get("path") : part;
            for (Object pattern : patterns instanceof List<?> list ? list : List.of(patterns)) {
                splits.computeIfAbsent(split, each -> new ArrayList<>())
                        .addAll(matching(root, String.valueOf(pattern)));
            }
        }
        return splits;
    }

    private static List<Path> matching(Path root, String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        PathMatcher atTop =
                FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("**/", ""));
        List<Path> found =
                HubSplits.all(root).stream()
                        .filter(
                                file ->
                                        matcher.matches(root.relativize(file))
                                                || atTop.matches(root.relativize(file)))
                        .toList();
        if (found.isEmpty()) {
            throw new UserException(
                    "%s: %s names %s, which matches no file of rows"
                            .formatted(root, NAME, pattern));
        }
        return found;
    }

    /** The block of configurations alone: the rest of a card may be any YAML. */
    private static List<Map<?, ?>> configs(Path card) {
        List<String> block = new ArrayList<>();
        try {
            if (!Files.isRegularFile(card) || Files.size(card) > MAX_BYTES) {
                return List.of();
            }
            List<String> lines = Files.readAllLines(card);
            if (lines.isEmpty() || !lines.get(0).strip().equals(FENCE)) {
                return List.of();
            }
            for (String line : lines.subList(1, lines.size())) {
                boolean begins = line.startsWith(CONFIGS);
                boolean goesOn = line.startsWith(" ") || line.startsWith("-") || line.isBlank();
                if (line.strip().equals(FENCE) || (!block.isEmpty() && !goesOn)) {
                    break;
                }
                if (begins || !block.isEmpty()) {
                    block.add(line);
                }
            }
        } catch (IOException e) {
            throw new UserException(card + ": cannot be read: " + e.getMessage(), e);
        }
        if (block.isEmpty()) {
            return List.of();
        }
        List<Map<?, ?>> configs = new ArrayList<>();
        Object given = PlainYaml.read(card.toString(), String.join("\n", block)).get("configs");
        if (given instanceof List<?> list) {
            for (Object part : list) {
                if (part instanceof Map<?, ?> config) {
                    configs.add(config);
                }
            }
        }
        return configs;
    }

    private static String text(Map<?, ?> map, String field) {
        Object value = map.get(field);
        return value == null ? "" : value.toString();
    }
}
