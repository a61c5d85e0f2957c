package dev.cria.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates equal those of transformers 5.18, which were printed to ten digits. */
final class ScheduleTest {

    private static final double PEAK = 3e-4;
    private static final int[] STEPS = {0, 1, 4, 5, 27, 28, 29, 31, 34, 37, 39, 40};

    @ParameterizedTest(name = "{0} with floor {1}")
    @CsvSource({
        "LINEAR,0,0 6e-5 2.4e-4 3e-4 3e-4 3e-4 2.75e-4 2.25e-4 1.5e-4 7.5e-5 2.5e-5 0",
        "LINEAR,0.1,3e-5 8.4e-5 2.46e-4 3e-4 3e-4 3e-4 2.775e-4 2.325e-4 1.65e-4 9.75e-5 5.25e-5 3e-5",
        "COSINE,0,0 6e-5 2.4e-4 3e-4 3e-4 3e-4 2.948888739e-4 2.560660172e-4 1.5e-4 4.393398282e-5 5.111126057e-6 0",
        "COSINE,0.1,3e-5 8.4e-5 2.46e-4 3e-4 3e-4 3e-4 2.953999865e-4 2.604594155e-4 1.65e-4 6.954058454e-5 3.460001345e-5 3e-5",
        "ONE_MINUS_SQRT,0,0 6e-5 2.4e-4 3e-4 3e-4 3e-4 2.133974596e-4 1.5e-4 8.786796564e-5 4.019237886e-5 1.277186767e-5 0",
        "ONE_MINUS_SQRT,0.1,3e-5 8.4e-5 2.46e-4 3e-4 3e-4 3e-4 2.220577137e-4 1.65e-4 1.090811691e-4 6.617314098e-5 4.149468091e-5 3e-5"
    })
    void warmupStableDecayEqualsGetWsdSchedule(
            WarmupStableDecay.Form form, double floor, String rates) {
        assertRates(new WarmupStableDecay(form, PEAK, 5, 12, 40, floor), STEPS, rates);
    }

    @Test
    void cosineAndLinearEqualTransformers() {
        int[] steps = {0, 1, 4, 5, 12, 20, 31, 39, 40};
        assertRates(
                new Schedule(Schedule.Kind.COSINE, PEAK, 5, 40, 0.1),
                steps,
                "0 6e-5 2.4e-4 3e-4 2.742172942e-4 1.950403261e-4 7.170654239e-5 3.054347031e-5 3e-5");
        assertRates(
                new Schedule(Schedule.Kind.LINEAR, PEAK, 5, 40, 0),
                steps,
                "0 6e-5 2.4e-4 3e-4 2.4e-4 1.714285714e-4 7.714285714e-5 8.571428571e-6 0");
    }

    private static void assertRates(LearningRate schedule, int[] steps, String rates) {
        String[] expected = rates.split(" ", -1);
        for (int i = 0; i < steps.length; i++) {
            assertEquals(
                    Double.parseDouble(expected[i]),
                    schedule.at(steps[i]),
                    PEAK * 1e-9,
                    "step " + steps[i]);
        }
    }
}
