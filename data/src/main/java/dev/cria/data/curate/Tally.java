package dev.cria.data.curate;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of some documents in one pass.
 *
 * @param in documents read
 * @param charactersIn of them, in Unicode code points
 * @param kept documents left after all steps of the pass
 * @param charactersKept of them
 * @param badRows rows that held no document
 * @param steps those of the pass, in their order
 */
record Tally(
        long in,
        long charactersIn,
        long kept,
        long charactersKept,
        long badRows,
        List<StepCount> steps) {

    Tally {
        steps = List.copyOf(steps);
    }

    /** Both together; null stands for nothing. */
    Tally plus(Tally other) {
        List<StepCount> sums = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            sums.add(steps.get(i).plus(other.steps.get(i)));
        }
        return new Tally(
                in + other.in,
                charactersIn + other.charactersIn,
                kept + other.kept,
                charactersKept + other.charactersKept,
                badRows + other.badRows,
                sums);
    }
}
