package dev.cria.trainer.loop;

import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.trainer.optim.Resumable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Decides before its update whether a step counts. A step whose numbers are not finite never does.
 * Of the others it watches the loss. A spike is a loss that lies more than {@code threshold} robust
 * standard deviations above the median of the last {@code window} losses. Going back to a
 * checkpoint and leaving out the batches around a spike is what Chowdhery et al. 2022 (PaLM,
 * arXiv:2204.02311, section 5.1) did.
 *
 * <p>The losses of the window, the steps that are left out and the numbers of rollbacks and of
 * updates left out in a row are part of a checkpoint, so that a resumed run decides the same.
 */
public final class SpikeGuard implements Resumable {

    /** What is done about a spike, or about a step that is not finite. */
    public enum Action {
        /** Nothing. */
        NONE,
        /** The run ends before the update. */
        STOP,
        /** The update is not done. */
        SKIP,
        /** Training goes back to the newest checkpoint and leaves out the step. */
        ROLLBACK
    }

    /** What follows for one step. */
    public enum Verdict {
        /** The parameters are changed. */
        APPLY,
        /** They are not. */
        SKIP,
        /** The run ends. */
        STOP,
        /** The run goes back. */
        ROLLBACK
    }

    /**
     * @param window how many losses a loss is compared with; before as many are known, all pass
     * @param threshold in robust standard deviations above the median
     * @param maxRollbacks after as many, the next step that would lead back ends the run
     * @param skipSteps steps that a rollback leaves out: the one that led back and those before it
     * @param notFinite what is done about a step whose loss, gradients or state are not finite;
     *     never {@code NONE}
     * @param maxSkips with {@code SKIP}, after as many updates left out in a row the next ends the
     *     run
     */
    public record Settings(
            Action action,
            int window,
            double threshold,
            int maxRollbacks,
            int skipSteps,
            Action notFinite,
            int maxSkips) {}

    private static final String SKIPS_IN_A_ROW = "skips_in_a_row";

    private final Settings settings;
    private final RobustWindow losses;
    private final TreeSet<Long> leftOut = new TreeSet<>();
    private long rollbacks;
    private long skipsInARow;

    /** A guard that has seen nothing yet. */
    public SpikeGuard(Settings settings) {
        this.settings = settings;
        this.losses = new RobustWindow(settings.window());
    }

    /** A guard that lets everything pass that is finite. */
    public static SpikeGuard off() {
        return new SpikeGuard(new Settings(Action.NONE, 1, 0, 0, 0, Action.STOP, 0));
    }

    /** Whether anything leads back to a checkpoint. */
    boolean rollsBack() {
        return settings.action() == Action.ROLLBACK || settings.notFinite() == Action.ROLLBACK;
    }

    /** Whether a step is not run, because an earlier run of it led back. */
    boolean leavesOut(long step) {
        return leftOut.contains(step);
    }

    /** The number of a step's update, from 1: updates that were left out do not count. */
    long update(long step) {
        return step - leftOut.headSet(step).size();
    }

    /**
     * Decides on a step that is not finite.
     *
     * @param untouched whether nothing of the step's update has been done yet
     */
    Verdict judgeNotFinite(long step, boolean untouched) {
        return switch (settings.notFinite()) {
            case SKIP -> {
                if (!untouched || skipsInARow >= settings.maxSkips()) {
                    yield Verdict.STOP;
                }
                skipsInARow++;
                leftOut.add(step);
                yield Verdict.SKIP;
            }
            case ROLLBACK -> backOrStop();
            case NONE, STOP -> Verdict.STOP;
        };
    }

    private Verdict backOrStop() {
        return rollbacks < settings.maxRollbacks() ? Verdict.ROLLBACK : Verdict.STOP;
    }

    /** Decides on a step by its loss; all of its numbers are finite. */
    Verdict judge(long step, double loss) {
        skipsInARow = 0;
        if (settings.action() == Action.NONE) {
            return Verdict.APPLY;
        }
        boolean spike = losses.isFull() && losses.deviations(loss) > settings.threshold();
        switch (settings.action()) {
            case SKIP -> {
                // A level that stays high is the new normal after half a window.
                losses.add(loss);
                if (spike) {
                    leftOut.add(step);
                    return Verdict.SKIP;
                }
            }
            case ROLLBACK, STOP -> {
                if (spike) {
                    return settings.action() == Action.ROLLBACK ? backOrStop() : Verdict.STOP;
                }
                losses.add(loss);
            }
            case NONE -> {}
        }
        return Verdict.APPLY;
    }

    /** How a loss compares, in words. */
    String describe(double loss) {
        return "%.4f, %.1f robust standard deviations above the median %.4f of the last %d losses"
                .formatted(loss, losses.deviations(loss), losses.median(), settings.window());
    }

    /** Called when the state of a checkpoint of step {@code back} has been taken up. */
    void rolledBack(long spike, long back) {
        rollbacks++;
        for (long step = spike; step > back && step > spike - settings.skipSteps(); step--) {
            leftOut.add(step);
        }
    }

    /** Leaves out steps that are still to come, because an earlier attempt blew up in them. */
    public void leaveOut(Collection<Long> steps) {
        leftOut.addAll(steps);
    }

    /** Steps whose updates were left out so far. */
    public List<Long> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public List<TensorData> state() {
        return List.of(
                Doubles.of("losses", losses.toArray()),
                Doubles.of("left_out", leftOut.stream().mapToDouble(Long::doubleValue).toArray()),
                Doubles.of("rollbacks", (double) rollbacks),
                Doubles.of(SKIPS_IN_A_ROW, (double) skipsInARow));
    }

    @Override
    public void restore(TensorSource source) {
        losses.set(Doubles.read(source, "losses"));
        leftOut.clear();
        Arrays.stream(Doubles.read(source, "left_out")).forEach(step -> leftOut.add((long) step));
        rollbacks = (long) Doubles.read(source, "rollbacks")[0];
        // Checkpoints of earlier versions have none.
        skipsInARow =
                source.tensors().containsKey(SKIPS_IN_A_ROW)
                        ? (long) Doubles.read(source, SKIPS_IN_A_ROW)[0]
                        : 0;
    }
}
