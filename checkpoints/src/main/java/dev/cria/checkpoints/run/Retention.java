package dev.cria.checkpoints.run;

import dev.cria.checkpoints.durable.KillPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides which checkpoints are no longer needed. */
final class Retention {

    /** One may turn out to be damaged when it is needed. */
    private static final int MIN_VERIFIED = 2;

    private final StoredCheckpoints stored;
    private final int keep;
    private volatile Set<Long> spared = Set.of();

    /**
     * @param keep how many checkpoints remain; at least two are kept, whatever is asked for
     */
    Retention(StoredCheckpoints stored, int keep) {
        this.stored = stored;
        this.keep = Math.max(MIN_VERIFIED, keep);
    }

    /** Never deletes the checkpoints of these steps, until others are spared. */
    void spare(Set<Long> steps) {
        spared = Set.copyOf(steps);
    }

    /**
     * Deletes what is older than the checkpoint just saved and not needed to keep enough. Damaged
     * ones do not count, and later steps (damaged ones from which the run fell back) stay, as does
     * those that are spared. Nothing is deleted that is needed for two to be left that were read
     * and found sound; those of an earlier process are read for that, at most once.
     */
    void retire(long saved) {
        List<Long> kept = new ArrayList<>();
        List<Long> surplus = new ArrayList<>();
        for (long step : stored.steps()) {
            if (step > saved) {
                continue;
            }
            if (kept.size() < keep) {
                if (stored.looksSound(step)) {
                    kept.add(step);
                }
            } else if (!spared.contains(step)) {
                surplus.add(step);
            }
        }
        if (surplus.isEmpty()) {
            return;
        }
        keepVerified(kept, surplus);
        KillPoint.RETIREMENT_BEGUN.pass();
        stored.giveUp(surplus);
    }

    private void keepVerified(List<Long> kept, List<Long> surplus) {
        int sound = 0;
        for (long step : kept) {
            if (sound < MIN_VERIFIED && stored.isVerified(step)) {
                sound++;
            }
        }
        for (long step : List.copyOf(surplus)) {
            if (sound < MIN_VERIFIED && stored.isVerified(step)) {
                sound++;
                surplus.remove(step);
            }
        }
    }
}
