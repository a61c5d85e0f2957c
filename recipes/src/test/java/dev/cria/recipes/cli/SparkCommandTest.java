package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.curate.CurateProgress;
import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.SettingsJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SparkCommandTest {

    @TempDir Path folder;

    @Test
    void whatItPrintsIsWhatTheStageDoes() throws IOException {
        Files.writeString(
                folder.resolve("notes.jsonl"),
                "{\"content\": \"a text\"}\n{\"content\": \"A text\"}\n{\"content\": \"other\"}\n");
        Path recipe =
                Files.writeString(
                        folder.resolve("mine.yaml"),
                        """
                        stage: curate
                        output_dir: %s
                        seed: 5
                        curate:
                          inputs: notes.jsonl
                          columns: {text: content}
                          output_format: jsonl
                          steps: [exact_dedup, {gopher_quality: {min_words: 1, min_mean_word_length: 0, min_stop_words: 0}}]
                        """
                                .formatted(folder.resolve("run")));

        CurateSettings settings = SettingsJson.read(printed(recipe));

        assertEquals(5, settings.steps().get(0).arguments().seed());
        assertTrue(settings.output().isAbsolute());
        CurateReport report = Curator.run(settings, CurateProgress.NONE);
        assertEquals(2, report.documentsKept());
        Path other = folder.resolve("other");
        assertEquals(0, Main.execute("run", recipe.toString(), "output_dir=" + other));
        for (String file : new String[] {"funnel.json", "documents/part-000000.jsonl"}) {
            assertEquals(
                    Files.readString(other.resolve("curate").resolve(file)),
                    Files.readString(settings.output().resolve(file)));
        }
    }

    @Test
    void aRecipeWithoutSuchAStageIsRefused() throws IOException {
        Path texts = Files.writeString(folder.resolve("notes.txt"), "text");
        Path recipe = folder.resolve("mine.yaml");
        Files.writeString(
                recipe,
                "stage: tokenizer\noutput_dir: run\ntokenizer: {train_on: %s}\n".formatted(texts));
        assertEquals(2, Main.execute("spark", recipe.toString()));
    }

    private static String printed(Path recipe) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream screen = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertEquals(0, Main.execute("spark", recipe.toString()));
        } finally {
            System.setOut(screen);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
