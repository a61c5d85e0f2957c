package dev.cria.recipes.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {

    private static final String HEADER =
            "stage,step,total_steps,loss,grad_norm,learning_rate,tokens,tokens_per_s,seconds,time";

    @TempDir Path folder;
    private Path file;
    private CsvFile csv;

    @BeforeEach
    void open() {
        file = folder.resolve("metrics.csv");
        csv = new CsvFile(file);
    }

    @Test
    void figuresThatAStepLacksAreEmpty() throws IOException {
        csv.goOn("sft", 0, List.of());
        csv.step(Lines.step("sft", 1));
        assertEquals(HEADER + "\nsft,1,9,9.0,,,,100.5,,1001.25\n", Files.readString(file));
    }

    @Test
    void aNewFigureIsAColumnAtTheEndOfAllRows() throws IOException {
        csv.goOn("sft", 0, List.of());
        csv.step(Lines.step("sft", 1));
        csv.step(Lines.step("sft", 2).put("eval_loss", 0.5));
        csv.step(Lines.step("sft", 3));
        assertEquals(
                List.of(
                        HEADER + ",eval_loss",
                        "sft,1,9,9.0,,,,100.5,,1001.25,",
                        "sft,2,9,8.0,,,,100.5,,1002.25,0.5",
                        "sft,3,9,7.0,,,,100.5,,1003.25,"),
                Files.readAllLines(file));
    }

    @Test
    void afterAKillItHoldsTheStepsThatCount() throws IOException {
        csv.goOn("sft", 0, List.of());
        Lines.steps("sft", 3).forEach(csv::step);
        Files.writeString(file, Files.readString(file) + "sft,4,9,6.");
        CsvFile next = new CsvFile(file);
        next.goOn("sft", 2, Lines.steps("sft", 2));
        next.step(Lines.step("sft", 3));
        assertEquals(4, Files.readAllLines(file).size());
        assertEquals("sft,3,9,7.0,,,,100.5,,1003.25", Files.readAllLines(file).get(3));
    }
}
