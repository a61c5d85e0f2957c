package dev.cria.recipes.preview;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.batch.Batch;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.rows.StageData;
import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A preview shows what training takes in, and nothing else. */
final class PreviewTest {

    private static final String CHAT =
            "{\"messages\": [{\"role\": \"user\", \"content\": \"say %1$d\"}, {\"role\": \"assistant\", \"content\": \"\u732b %1$d sat\"}]}\n";

    @TempDir Path folder;

    @BeforeEach
    void inputs() throws IOException {
        TokenizerFiles.writeFolder(
                folder.resolve("base"), new BpeTrainer(512).train(Stream.of("the cat sat")));
        StringBuilder rows = new StringBuilder();
        IntStream.range(0, 12).forEach(i -> rows.append(CHAT.formatted(i)));
        Files.writeString(folder.resolve("chat.jsonl"), rows);
    }

    @Test
    void rowsAreTheBatchesOfTrainingTokenByToken() {
        Recipe recipe = recipe("sft", "datasets: chat.jsonl, max_seq_len: 96", "");
        Stage stage = recipe.stages().get(0);
        Preview preview = new Previews(recipe, null, 4).of(stage);
        List<Batch> batches;
        try (Tokenizer tokenizer = Tokenizers.load(folder.resolve("base"))) {
            TrainingData<List<TokenizedExample>> data =
                    new StageData(
                                    stage,
                                    folder.resolve("cache"),
                                    tokenizer,
                                    new HashMap<>(),
                                    n -> {})
                            .conversations();
            batches = data.plan(recipe, stage, new HashMap<>()).batches(1);
            assertEquals(
                    data.rows().stream().flatMap(List::stream).mapToLong(e -> e.ids().length).sum(),
                    preview.tokens());
        }
        List<Integer> shown =
                preview.rows().stream()
                        .flatMap(row -> row.parts().stream())
                        .flatMap(part -> part.pieces().stream())
                        .flatMap(piece -> piece.ids().stream())
                        .toList();
        int[] trained = batches.stream().flatMapToInt(b -> IntStream.of(b.ids())).toArray();
        assertArrayEquals(trained, shown.stream().mapToInt(i -> i).toArray());
        assertEquals(
                batches.stream().mapToInt(Batch::numTargets).sum(),
                preview.rows().stream().mapToInt(ShownRow::targets).sum());
        Part first = preview.rows().get(0).parts().get(0);
        String learnt =
                String.join(
                        "",
                        first.pieces().stream().filter(Piece::learnt).map(Piece::text).toList());
        assertTrue(learnt.matches("\u732b \\d+ sat<\\|eot_id\\|>"), learnt);
        assertTrue(preview.rows().get(0).parts().size() > 1, "rows are packed");
    }

    @Test
    void whatIsCutOffIsShownBehindTheCut() {
        Recipe recipe =
                recipe(
                        "sft",
                        "datasets: chat.jsonl, max_seq_len: 32, excess_length: truncate, packing: false",
                        "");
        Preview preview = new Previews(recipe, null, 1).of(recipe.stages().get(0));
        Part part = preview.rows().get(0).parts().get(0);
        assertEquals(32, part.tokens());
        assertTrue(part.after() > 0);
        assertEquals(part.after(), part.cut().stream().mapToInt(p -> p.ids().size()).sum());
        assertTrue(part.cut().get(part.cut().size() - 1).special());
        String text = new PreviewText(false, 0).of(preview);
        assertTrue(text.contains("[cut here: " + part.after() + " tokens"), text);
    }

    @Test
    void ofPairsBothAnswersAreShownWithTheirPositionsBehindThePrompt() throws IOException {
        Files.writeString(
                folder.resolve("pairs.jsonl"),
                "{\"prompt\": \"a\", \"chosen\": \"good\", \"rejected\": \"bad\"}\n".repeat(3));
        Recipe recipe = recipe("dpo", "datasets: pairs.jsonl", "");
        Preview preview = new Previews(recipe, null, 1).of(recipe.stages().get(0));
        List<Part> parts = preview.rows().get(0).parts();
        assertEquals(
                List.of("prompt", "chosen", "rejected"), parts.stream().map(Part::label).toList());
        int prompt = parts.get(0).tokens();
        assertEquals(List.of(0, prompt, prompt), parts.stream().map(Part::firstPosition).toList());
        assertEquals(0, parts.get(0).targets());
        assertEquals(parts.get(1).tokens(), parts.get(1).targets());
        assertEquals(parts.get(2).tokens(), parts.get(2).targets());
    }

    @Test
    void marksAreBracketsWithoutColoursAndCodesWithThem() {
        Recipe recipe = recipe("sft", "datasets: chat.jsonl", "");
        Preview preview = new Previews(recipe, null, 1).of(recipe.stages().get(0));
        String plain = new PreviewText(false, 0).of(preview);
        assertTrue(plain.contains("sat<|eot_id|>\u27e7"), plain);
        assertFalse(plain.contains("\u001b"), plain);
        String coloured = new PreviewText(true, 0).of(preview);
        assertTrue(coloured.contains("\u001b[7;"), "special tokens are inverse");
        assertFalse(coloured.contains("\u27e7"), coloured);
        String page = PreviewPage.of("mine", List.of(preview));
        assertTrue(page.contains("class=\"t w s\""), "a special token with loss");
    }

    @Test
    void whatIsNotThereYetIsToldWithTheStageThatMakesIt() {
        Recipe recipe =
                read(
                        """
                        output_dir: %s/run
                        stages:
                          - stage: tokenizer
                            tokenizer: {train_on: chat.jsonl}
                          - stage: pretrain
                            model: {tokenizer_path: "${output_dir}/tokenizer"}
                            data: {datasets: chat.jsonl}
                        """);
        Stage pretrain = recipe.stages().get(1);
        String why = new Previews(recipe, null, 1).whyNot(pretrain).orElseThrow();
        assertTrue(why.contains("is made by stage 'tokenizer', which has not run"), why);
        assertTrue(why.contains("--tokenizer DIR"), why);
        Previews other = new Previews(recipe, folder.resolve("base"), 1);
        assertTrue(other.whyNot(pretrain).isEmpty());
    }

    private Recipe recipe(String type, String data, String more) {
        return read(
                """
                stage: %s
                output_dir: %%s/run
                model: {model_name_or_path: base}
                data: {%s}
                train: {num_train_epochs: 1}
                %s
                """
                        .formatted(type, data, more));
    }

    private Recipe read(String text) {
        try {
            Path file = folder.resolve("recipe.yaml");
            Files.writeString(file, text.replace("%s", folder.toString()));
            return RecipeReader.read(file, List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
