package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.dataset.FieldNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetValuesTest {

    @TempDir private Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    @Test
    void rowsMayStandInTheRecipeWithTheTypesOfYaml() {
        Dataset data =
                read(
                        """
                        [{rows: [{messages: [{role: user, content: "4"}, {role: assistant, content: No, weight: 0.5}], label: true, none: null}]}]
                        """);
        assertEquals(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"4\"},{\"role\":\"assistant\",\"content\":\"No\",\"weight\":0.5}],\"label\":true,\"none\":null}",
                data.rows().get(0).json());
        assertEquals(folder + "/recipe.yaml:6:22", data.rows().get(0).place());
        assertEquals(List.of(), data.paths());
        assertEquals("rows of the recipe", data.fileName());
    }

    @Test
    void namesAndPartsAreReadAndWrittenBack() throws Exception {
        Dataset data =
                read(
                        """
                        [{path: chat.jsonl, format: sharegpt, subset: zh, split: test,
                              columns: {messages: dialog}, tags: {role_tag: who}}]
                        """);
        assertEquals(new Dataset.Part("zh", "test"), data.part());
        assertEquals(
                new FieldNames(Map.of("messages", "dialog"), Map.of("role_tag", "who")),
                data.names());
        Recipe recipe = written.read(Written.SFT.replace("[chat.jsonl]", rows()));
        Path resolved = folder.resolve("resolved.yaml");
        Files.writeString(resolved, ResolvedRecipe.yaml(recipe));
        Dataset again =
                RecipeReader.read(resolved, List.of()).stages().get(0).datasets("datasets").get(0);
        Dataset first = recipe.stages().get(0).datasets("datasets").get(0);
        assertEquals(first.rows().get(0).json(), again.rows().get(0).json());
        assertEquals(first.names(), again.names());
    }

    @Test
    void whatIsWrongWithThemIsTold() {
        assertEquals(
                List.of(
                        "6:14: data.datasets: a data set needs 'path', or 'rows' in its place",
                        "6:77: data.datasets: columns: 'instuction' is unknown; did you mean 'instruction'?; expected one of "
                                + String.join(", ", FieldNames.COLUMNS),
                        "6:102: data.datasets: rows: expected mappings, such as {prompt: ..., answer: ...}",
                        "6:130: data.datasets: tags: expected a mapping, such as {assistant_tag: NAME}"),
                written.problems(
                        Written.SFT.replace(
                                "[chat.jsonl]",
                                "[{path: chat.jsonl, rows: [{a: b}]}, {rows: [{a: b}], columns: {instuction: x}}, {rows: [a]}, {rows: [{a: b}], tags: x}]")));
    }

    private static String rows() {
        return "[{rows: [{instruction: Hi, output: 'yes'}], columns: {output: answer}}]";
    }

    private Dataset read(String datasets) {
        return written.read(Written.SFT.replace("[chat.jsonl]", datasets.strip()))
                .stages()
                .get(0)
                .datasets("datasets")
                .get(0);
    }
}
