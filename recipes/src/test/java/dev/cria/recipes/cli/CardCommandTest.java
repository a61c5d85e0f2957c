package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.card.DataCard;
import dev.cria.recipes.datacard.DataCardPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CardCommandTest {

    @TempDir Path folder;

    @Test
    void aRunHasACardWhichItsReportNamesAndTheVerbDrawsAgain() throws IOException {
        Files.writeString(folder.resolve("in.jsonl"), "{\"text\": \"春眠不觉晓\"}\n{\"text\": \"短\"}\n");
        Path recipe =
                Files.writeString(
                        folder.resolve("recipe.yaml"),
                        """
                        output_dir: run
                        stages:
                          - stage: curate
                            name: texts
                            curate:
                              inputs: [in.jsonl]
                              steps: [exact_dedup]
                        """);
        Path run = folder.resolve("run");
        assertEquals(0, Main.execute("run", recipe.toString(), "output_dir=" + run));
        Path page = run.resolve("texts").resolve(DataCardPage.FILE);
        String drawn = Files.readString(page);
        String report = Files.readString(run.resolve("report.html"));
        assertTrue(report.contains("href=\"texts/card.html\""), report);

        Files.delete(page);
        assertEquals(0, Main.execute("card", run.toString()));
        assertEquals(drawn, Files.readString(page));
        Files.writeString(page, "old");
        assertEquals(0, Main.execute("card", run.resolve("texts").toString()));
        assertEquals(drawn, Files.readString(page));
    }

    @Test
    void aFolderWithoutACardIsTheMistakeOfTheUser() throws IOException {
        assertEquals(2, Main.execute("card", folder.toString()));
        assertEquals(2, Main.execute("card", folder.resolve("none").toString()));
        Files.writeString(folder.resolve(DataCard.FILE), "{");
        assertEquals(2, Main.execute("card", folder.toString()));
        assertFalse(Files.exists(folder.resolve(DataCardPage.FILE)));
    }
}
