package dev.cria.recipes.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private static final String NOTE = "loss 2.753  4258 tok/s  eval 2.941";

    private static String line(String name, String note, int width) {
        return ProgressLine.text(new ProgressLine.Work(name, 0, 99, 300, 16.5, note), width);
    }

    @Test
    void aWideTerminalShowsEverything() {
        assertEquals(
                "pretrain    33% │████████████▌                         │  99/300  33.5 s left  6.0/s  "
                        + NOTE,
                line("pretrain", NOTE, 120));
    }

    @Test
    void aNarrowOneShowsTheLossBeforeTheRateAndTheBar() {
        assertEquals("pretrain    33%  99/300  " + NOTE, line("pretrain", NOTE, 60));
        assertEquals("a-stage-w…  33%  " + NOTE, line("a-stage-with-a-name", NOTE, 55));
        assertEquals(
                "pretrain    33%  99/300  33.5 s left  6.0/s  loss 2.753",
                line("pretrain", "loss 2.753", 60));
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width = 1; width < 200; width++) {
            for (String note : new String[] {"", NOTE, "损失 2.75 很好", NOTE + NOTE + NOTE}) {
                String line = line("阶段-一-二-三-四", note, width);
                assertTrue(Columns.width(line) <= width, width + ": " + line);
            }
        }
    }

    @Test
    void theBarIsEmptyAtTheBeginningAndFullAtTheEnd() {
        ProgressLine.Work begun = new ProgressLine.Work("sft", 0, 0, 8, 0, "");
        ProgressLine.Work ended = new ProgressLine.Work("sft", 0, 8, 8, 4, "");
        assertEquals("sft          0% │             │  0/8", ProgressLine.text(begun, 36));
        assertEquals(
                "sft        100% │██████████│  8/8  0.0 s left  2.0/s",
                ProgressLine.text(ended, 52));
    }

    @Test
    void withoutATotalTheNoteStays() {
        ProgressLine.Work work = new ProgressLine.Work("tokenizer", 0, 5, -1, 2, "reading");
        assertEquals("tokenizer    …  reading", ProgressLine.text(work, 60));
    }
}
