package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepValuesTest {

    private static final String HEAD =
            """
            stage: curate
            output_dir: %s/run
            curate:
              inputs: chat.jsonl
            """;

    @TempDir Path folder;

    @Test
    void namesAndMappingsAreSteps() {
        Written written = new Written(folder).withInputs();
        Stage stage = written.read(HEAD + STEPS).stages().get(0);
        assertEquals(
                List.of(
                        new StepChoice("word_list", Map.of()),
                        new StepChoice(
                                "classifier",
                                Map.of(
                                        "positive", folder.resolve("chat.jsonl").toString(),
                                        "negative", folder.resolve("chat.jsonl").toString(),
                                        "threshold", 0.25))),
                stage.steps("steps"));
    }

    private static final String STEPS =
            """
              steps:
                - word_list
                - classifier: {positive: chat.jsonl, negative: chat.jsonl, threshold: 0.25}
            """;

    @Test
    void theWrittenRecipeIsReadAsTheSame() {
        Written written = new Written(folder).withInputs();
        Recipe recipe = written.read(HEAD + STEPS);
        Path resolved = written.file("resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(
                recipe.stages().get(0).values(),
                RecipeReader.read(resolved, List.of()).stages().get(0).values());
    }

    @Test
    void everyMistakeIsNamedWithItsPlaceAndWhatWasMeant() {
        assertEquals(
                List.of(
                        "6:7: curate.steps: there is no step 'word_lits'; did you mean 'word_list'?; 'cria steps' lists them",
                        "7:19: curate.steps: step word_list has no parameter 'alowed'; did you mean 'allowed'?; it has lists, files, allowed, allowed_files, min_hits, max_share",
                        "8:31: steps.classifier.threshold: expected a number, 0 to 1, found 2",
                        "9:7: curate.steps: expected one step, such as '- gopher_quality: {min_words: 50}', found 2 names; put '- ' before each step",
                        "11:30: steps.classifier.positive: %s/none.jsonl does not exist"
                                .formatted(folder)),
                new Written(folder)
                        .withInputs()
                        .problems(
                                HEAD
                                        + """
                                          steps:
                                            - word_lits
                                            - word_list: {alowed: x}
                                            - classifier: {threshold: 2}
                                            - word_list:
                                              classifier:
                                            - classifier: {positive: none.jsonl}
                                        """));
    }

    @Test
    void columnsAreMappedToThePartsOfADocument() {
        Written written = new Written(folder).withInputs();
        String text = HEAD + "  columns: {text: content, id: docid}\n";
        assertEquals(
                Map.of("text", "content", "id", "docid"),
                written.read(text).stages().get(0).columns("columns"));
        assertEquals(
                List.of(
                        "5:13: curate.columns: a document has no 'txt'; did you mean 'text'?; it has id, language, source, text, url"),
                written.problems(HEAD + "  columns: {txt: content}\n"));
    }
}
