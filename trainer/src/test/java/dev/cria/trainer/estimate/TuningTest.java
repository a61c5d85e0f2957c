package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TuningTest {

    @Test
    void everythingTrains() {
        assertEquals(2 * (576 + 16) + 256 + 8 + 256, Tuning.full(Tiny.MODEL).total(Tiny.MODEL));
        assertEquals(2 * (576 + 16) + 256 + 8, Tuning.full(Tiny.TIED).total(Tiny.TIED));
        assertEquals(
                Tiny.MODEL.numParameters(), Tuning.full(Tiny.MODEL).total(Tiny.MODEL), "tensors");
    }

    @Test
    void theLastLayersTrain() {
        assertEquals(576 + 16, Tuning.freeze(1).total(Tiny.MODEL));
        assertEquals(false, Tuning.freeze(1).trains(Tiny.MODEL, 0));
        assertEquals(true, Tuning.freeze(1).trains(Tiny.MODEL, 1));
    }

    @Test
    void factorsAreRankTimesInputsAndOutputsOfEachTarget() {
        Tuning tuning = Tuning.lora(Tiny.MODEL, 3, List.of("k_proj", "down_proj"));
        assertEquals(2 * 3 * ((8 + 4) + (16 + 8)), tuning.total(Tiny.MODEL));
    }
}
