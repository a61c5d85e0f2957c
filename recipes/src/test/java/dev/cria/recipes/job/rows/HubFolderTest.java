package dev.cria.recipes.job.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubFolderTest {

    @TempDir private Path folder;

    @Test
    void aFolderWithoutSplitsIsAllOfItsFiles() throws IOException {
        file("a.jsonl");
        file("b.jsonl");
        assertEquals(List.of("."), files("", ""));
        assertTold("has no split 'test'", "", "test");
    }

    @Test
    void splitsAreToldByNamesOfFilesAndTrainIsTheUsualOne() throws IOException {
        file("data/train-00000-of-00002.parquet");
        file("data/train-00001-of-00002.parquet");
        file("data/validation-00000-of-00001.parquet");
        file("data/test-00000-of-00001.parquet");
        file("README.md");
        file("dataset_infos.json");
        List<String> train =
                List.of("data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet");
        assertEquals(train, files("", ""));
        assertEquals(train, files("", "train"));
        assertEquals(List.of("data/validation-00000-of-00001.parquet"), files("", "validation"));
        assertTold("it has test, train, validation: choose one", "", "dev");
    }

    @Test
    void aFolderBelowIsASubset() throws IOException {
        file("zh/train.jsonl");
        file("zh/dev.jsonl");
        file("en/train.jsonl");
        assertEquals(List.of("zh/dev.jsonl"), files("zh", "validation"));
        assertEquals(List.of("en"), files("en", ""));
        assertTold("has no subset 'fr'", "fr", "");
        assertTold("has no subset '../other'", "../other", "");
    }

    @Test
    void theCardsConfigurationsGoBeforeNames() throws IOException {
        file("one/a.jsonl");
        file("one/b.jsonl");
        file("two/train/c.parquet");
        Files.writeString(
                folder.resolve("README.md"),
                """
                ---
                license: &anchors are no matter
                configs:
                - config_name: small
                  data_files:
                  - split: train
                    path: one/a.jsonl
                  - split: test
                    path: ["one/b.*"]
                - config_name: large
                  default: true
                  data_files: "**/*.parquet"
                size_categories:
                - n<1K
                ---
                # Card
                """);
        assertEquals(List.of("two/train/c.parquet"), files("", ""));
        assertEquals(List.of("one/a.jsonl"), files("small", ""));
        assertEquals(List.of("one/b.jsonl"), files("small", "test"));
        assertTold("has no configuration 'medium'; it has small, large", "medium", "");
        assertTold("has no split 'dev'; it has train, test", "small", "dev");
    }

    @Test
    void savedDataSetsAreReadInTheirOrder() throws IOException {
        file("dataset_dict.json", "{\"splits\": [\"train\", \"test\"]}");
        String state = "{\"_data_files\": [{\"filename\": \"%s\"}, {\"filename\": \"%s\"}]}";
        file("train/state.json", state.formatted("data-1.arrow", "data-0.arrow"));
        file("test/state.json", state.formatted("../../x", "y"));
        assertEquals(List.of("train/data-1.arrow", "train/data-0.arrow"), files("", ""));
        assertTold("names '../../x', which is not in the folder", "", "test");
        assertTold("has no split 'validation'; it has test, train", "", "validation");
    }

    private void file(String name) throws IOException {
        file(name, "");
    }

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> files(String subset, String split) {
        return new HubFolder(folder, new Dataset.Part(subset, split))
                .files().stream()
                        .map(file -> folder.relativize(file).toString())
                        .map(name -> name.isEmpty() ? "." : name)
                        .toList();
    }

    private void assertTold(String what, String subset, String split) {
        String message = assertThrows(UserException.class, () -> files(subset, split)).getMessage();
        assertTrue(message.contains(what), message);
        assertTrue(message.contains(folder.toString()), message);
    }
}
