package dev.cria.recipes.job.rows;

import dev.cria.data.dataset.DatasetFiles;
import dev.cria.data.dataset.DatasetFormat;
import dev.cria.recipes.recipe.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From a data set of a recipe to the files that it is. */
public final class DataFiles {

    private DataFiles() {}

    /**
     * The files of a data set.
     *
     * @throws dev.cria.checkpoints.UserException if a folder has no such subset or split
     */
    public static DatasetFiles of(Dataset dataset) {
        return new DatasetFiles(
                dataset.paths().stream()
                        .flatMap(path -> in(Path.of(path), dataset.part()).stream())
                        .toList(),
                DatasetFormat.of(dataset.format()),
                dataset.names(),
                dataset.maxSamples(),
                dataset.rows());
    }

    private static List<Path> in(Path path, Dataset.Part part) {
        return Files.isDirectory(path) ? new HubFolder(path, part).files() : List.of(path);
    }
}
