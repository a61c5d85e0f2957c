package dev.cria.recipes.crash;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of stages that learn from answers of their own: most of their checkpoints lie
 * between two steps over the same answers. {@code scripts/torture kills-ppo} has many.
 */
@Tag("crash")
final class AnswersCrashTest {

    private static final int STEPS = 60;
    private static final long SEED = Long.getLong("cria.seed", 20_261_122);
    private static final int CASES = Integer.getInteger("cria.cases", 5);

    @ParameterizedTest
    @ValueSource(strings = {"grpo", "ppo"})
    void aStageThatIsKilledAtAnyTimeEndsAsIfItNeverWas(String stage, @TempDir Path folder)
            throws Exception {
        System.out.println("seed " + SEED);
        TinyTraining training = TinyTraining.ofAnswers(folder, stage, STEPS);
        new KillLoop(
                        training,
                        training.finish("clean").identity(),
                        new Random(SEED),
                        TinyTraining.SAVE_STEPS,
                        3 * TinyTraining.STEPS_OF_ROUND,
                        System.out::println,
                        "async_save=false")
                .run(CASES);
    }
}
