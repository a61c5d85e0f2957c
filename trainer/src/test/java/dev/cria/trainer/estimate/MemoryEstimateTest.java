package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counted by hand for {@link Tiny}: 100 tokens, 70 with loss, 9 of the 32 tokens occur. */
final class MemoryEstimateTest {

    private static final BatchShape BATCH = new BatchShape(100, 70, 10_000);
    private static final long RUNTIME = 1_000;

    /** Queries 8, keys 4, values 4, attention 8, sums 2, then 8 + 2 x 16 a token, in bytes. */
    private static final long KEPT = 4 * (100 * 26 + 100 * 40);

    private static final long KEPT_LAST = 4 * (100 * 26 + 70 * 40);
    private static final long INPUT = 4 * 100 * 8;
    private static final long ROPE = 4 * 100 * 2 * 4;

    @Test
    void partsOfFullTraining() {
        MemoryEstimate peak = estimate(Tuning.full(Tiny.MODEL), TrainingShape.Levers.NONE);
        long all = 1184 + 520;
        assertEquals(4 * all, peak.parts().get(Part.WEIGHTS));
        // Moments of the embeddings have room for 1,024 rows, but there are 32.
        assertEquals(8 * all, peak.parts().get(Part.OPTIMIZER));
        assertEquals(RUNTIME, peak.parts().get(Part.RUNTIME));
        assertEquals("backward pass, layer 1", peak.moment());
        assertEquals(4 * (256 + 8 + 592), peak.parts().get(Part.GRADIENTS));
        assertEquals(KEPT + KEPT_LAST + 3 * INPUT + ROPE, peak.parts().get(Part.ACTIVATIONS));
    }

    @Test
    void layersThatRunAgainKeepTheirInputAlone() {
        Tuning tuning = Tuning.full(Tiny.MODEL);
        MemoryEstimate peak =
                estimate(tuning, new TrainingShape.Levers(1, 1, false, false, 4, false));
        assertEquals("backward pass, layer 0", peak.moment());
        assertEquals(KEPT + 2 * INPUT + ROPE, peak.parts().get(Part.ACTIVATIONS));
        assertTrue(estimate(tuning, TrainingShape.Levers.NONE).total() > peak.total());
    }

    @Test
    void activationsThatWaitInAFileAreThoseOfALayer() {
        MemoryEstimate peak =
                estimate(
                        Tuning.full(Tiny.MODEL),
                        new TrainingShape.Levers(1, 0, true, false, 4, false));
        assertEquals(KEPT + 2 * INPUT + ROPE, peak.parts().get(Part.ACTIVATIONS));
    }

    @Test
    void anUpdateInTheBackwardPassHoldsTheGradientsOfALayer() {
        MemoryEstimate peak =
                estimate(
                        Tuning.full(Tiny.MODEL),
                        new TrainingShape.Levers(1, 0, false, true, 4, false));
        assertEquals(4 * 592, peak.parts().get(Part.GRADIENTS));
    }

    @Test
    void smallMomentsAndAveragesCountForWhatTrains() {
        Tuning lora = Tuning.lora(Tiny.MODEL, 2, List.of("q_proj"));
        long factors = 2 * 2 * (8 + 8);
        TrainingShape.Levers levers = new TrainingShape.Levers(1, 0, false, false, 1, true);
        assertEquals(factors * (1 + 1 + 4), estimate(lora, levers).parts().get(Part.OPTIMIZER));
    }

    @Test
    void mappedWeightsAreNotAnonymousButUnpackedOnesAre() {
        Tuning lora = Tuning.lora(Tiny.MODEL, 2, List.of("q_proj"));
        MemoryEstimate mapped =
                MemoryEstimate.of(
                        shape(Tiny.MODEL, lora, new TrainingShape.Storage(4, 4, true)), RUNTIME);
        assertEquals(4 * 2 * 2 * (8 + 8), mapped.parts().get(Part.WEIGHTS));
        assertEquals(4 * (1184 + 520), mapped.mapped());
        MemoryEstimate half =
                MemoryEstimate.of(
                        shape(Tiny.MODEL, lora, new TrainingShape.Storage(2, 2, true)), RUNTIME);
        assertEquals(2 * (1184 + 520), half.mapped());
        assertTrue(half.total() >= mapped.total() + 4 * 576, "the matrices of a layer in fp32");
    }

    @Test
    void gradientsOfEarlierBatchesAreThereBesideThoseOfALayer() {
        MemoryEstimate peak =
                estimate(
                        Tuning.full(Tiny.MODEL),
                        new TrainingShape.Levers(3, 0, false, false, 4, false));
        // Sums of all but the embeddings, of which 9 rows; and those of a layer.
        long sums = 1184 + 256 + 9 * 8;
        assertEquals(4 * (sums + 592), peak.parts().get(Part.GRADIENTS));
    }

    private static MemoryEstimate estimate(Tuning tuning, TrainingShape.Levers levers) {
        TrainingShape shape =
                new TrainingShape(
                        Tiny.MODEL,
                        tuning,
                        TrainingShape.Storage.RESIDENT,
                        BATCH,
                        9,
                        false,
                        levers);
        return MemoryEstimate.of(shape, RUNTIME);
    }

    private static TrainingShape shape(
            LlamaConfig model, Tuning tuning, TrainingShape.Storage storage) {
        return new TrainingShape(
                model, tuning, storage, BATCH, 9, false, TrainingShape.Levers.NONE);
    }
}
