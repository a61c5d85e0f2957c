package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TeacherMemoryTest {

    private static final BatchShape BATCH = BatchShape.ofRows(1, 10, 1);

    /** Two layers with their norms, embeddings, head and last norm. */
    private static final long WEIGHTS = 2 * (576 + 16) + 256 + 256 + 8;

    @Test
    void aTeacherThatStaysIsHeldWithItsLastRows() {
        MemoryEstimate beside = estimate(true);
        assertEquals(4 * (WEIGHTS + 10 * 8), beside.parts().get(Part.TEACHER));
        assertTrue(beside.total() > estimate((TrainingShape.Teacher) null).total() + 4 * WEIGHTS);
    }

    @Test
    void oneThatDoesNotIsGoneWhenTrainingBegins() {
        MemoryEstimate before = estimate(false);
        assertEquals(0, before.parts().get(Part.TEACHER));
        assertTrue(before.total() < estimate(true).total());
    }

    private static MemoryEstimate estimate(boolean stays) {
        return estimate(
                new TrainingShape.Teacher(Tiny.MODEL, TrainingShape.Storage.RESIDENT, stays));
    }

    private static MemoryEstimate estimate(TrainingShape.Teacher teacher) {
        return MemoryEstimate.of(
                new TrainingShape(
                        Tiny.MODEL,
                        Tuning.full(Tiny.MODEL),
                        TrainingShape.Storage.RESIDENT,
                        BATCH,
                        9,
                        false,
                        TrainingShape.Levers.NONE,
                        teacher),
                1_000);
    }
}
