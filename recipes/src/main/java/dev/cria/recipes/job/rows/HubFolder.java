package dev.cria.recipes.job.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder with the files of a data set. It may have a card with configurations, be what Hugging
 * Face's {@code save_to_disk} writes, or tell its splits by the names of files; any other folder is
 * all of its files.
 *
 * <p>Source: "Structure your repository" and "Data files configuration" of the Hugging Face hub's
 * documentation.
 */
record HubFolder(Path folder, Dataset.Part part) {

    private static final String TRAIN = "train";
    private static final String SAVED = "state.json";
    private static final String SAVED_SPLITS = "dataset_dict.json";

    /**
     * The files that are wanted, in order; the folder itself where it has no parts and none is
     * asked for.
     *
     * @throws UserException if there is no such part, or several and none of them is the usual one
     */
    List<Path> files() {
        if (Files.isRegularFile(folder.resolve(SAVED))) {
            return saved(folder);
        }
        if (Files.isRegularFile(folder.resolve(SAVED_SPLITS))) {
            return saved(chosen(savedSplits(), folder));
        }
        Map<String, List<Path>> described = HubCard.splits(folder, part.subset());
        if (!described.isEmpty()) {
            return chosen(described, folder);
        }
        Path root = part.subset().isEmpty() ? folder : subfolder(part.subset());
        Map<String, List<Path>> named = HubSplits.byName(root);
        if (named.size() > 1 || !part.split().isEmpty()) {
            return chosen(named, root);
        }
        return List.of(root);
    }

    private Path subfolder(String name) {
        Path subset = folder.resolve(name).normalize();
        if (!subset.startsWith(folder) || !Files.isDirectory(subset)) {
            throw new UserException(
                    "%s: has no subset '%s': neither its README.md has such a configuration nor is there such a folder"
                            .formatted(folder, name));
        }
        return subset;
    }

    private <T> T chosen(Map<String, T> splits, Path where) {
        String wanted = part.split().isEmpty() ? TRAIN : part.split();
        if (splits.containsKey(wanted)) {
            return splits.get(wanted);
        }
        if (part.split().isEmpty() && splits.size() == 1) {
            return splits.values().iterator().next();
        }
        throw new UserException(
                "%s: has no split '%s'; it has %s: choose one by split: NAME"
                        .formatted(where, wanted, String.join(", ", splits.keySet())));
    }

    private Map<String, Path> savedSplits() {
        Map<String, Path> splits = new TreeMap<>();
        for (JsonNode split : json(folder.resolve(SAVED_SPLITS)).path("splits")) {
            splits.put(split.asText(), inside(folder, split.asText()));
        }
        return splits;
    }

    private static List<Path> saved(Path folder) {
        Path state = folder.resolve(SAVED);
        List<Path> files = new ArrayList<>();
        for (JsonNode file : json(state).path("_data_files")) {
            files.add(inside(folder, file.path("filename").asText()));
        }
        if (files.isEmpty()) {
            throw new UserException(state + ": names no files; save the data set again");
        }
        return files;
    }

    private static Path inside(Path folder, String name) {
        Path path = folder.resolve(name).normalize();
        if (name.isEmpty() || !folder.normalize().equals(path.getParent())) {
            throw new UserException(
                    "%s: names '%s', which is not in the folder".formatted(folder, name));
        }
        return path;
    }

    private static JsonNode json(Path file) {
        try {
            return new JsonMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UserException(file + ": is not JSON: " + e.getMessage(), e);
        }
    }
}
