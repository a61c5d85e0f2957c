package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import java.util.List;

/** Training cannot go on with the batches of a step. */
public final class BatchException extends UserException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_ROWS = 20;

    private final long step;
    private final transient List<Batch> batches;
    private final boolean blowUp;

    private BatchException(
            long step, List<Batch> batches, boolean blowUp, String what, String help) {
        super("step %d: %s. The step ran over %s. %s".formatted(step, what, rows(batches), help));
        this.step = step;
        this.batches = batches;
        this.blowUp = blowUp;
    }

    /** Rows that nobody can train on. */
    static BatchException unusable(long step, List<Batch> batches, String what, String help) {
        return new BatchException(step, batches, false, what, help);
    }

    /** Rows on which the model, as it is now, blows up. */
    static BatchException blowUp(long step, List<Batch> batches, String what, String help) {
        return new BatchException(step, batches, true, what, help);
    }

    /** Whether training could go on without this step. */
    public boolean isBlowUp() {
        return blowUp;
    }

    /** The step, counted from 1. */
    public long step() {
        return step;
    }

    /** What it ran over. */
    public List<Batch> batches() {
        return batches;
    }

    /** File and row of what batches hold; where they are many, of the first ones. */
    static String rows(List<Batch> batches) {
        List<String> rows = batches.stream().flatMap(b -> b.origins().stream()).distinct().toList();
        return rows.size() <= MOST_ROWS
                ? String.join(", ", rows)
                : "%s and %d rows more"
                        .formatted(
                                String.join(", ", rows.subList(0, MOST_ROWS)),
                                rows.size() - MOST_ROWS);
    }
}
