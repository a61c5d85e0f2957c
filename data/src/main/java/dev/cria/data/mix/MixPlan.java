package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many tokens of which source a mix has, from what is there.
 *
 * @param allocation tokens of each source
 * @param most how many each may give
 * @param total how many all may give
 */
record MixPlan(Allocation allocation, long[] most, long total) {

    /**
     * A plan.
     *
     * @param counts what is there of each source
     * @throws UserException if a source is empty, or there are fewer tokens than are wanted
     */
    static MixPlan of(MixSettings settings, List<SourceCount> counts) {
        int sources = counts.size();
        double[] weights = new double[sources];
        double[] able = new double[sources];
        long[] most = new long[sources];
        double all = 0;
        for (int i = 0; i < sources; i++) {
            Share share = settings.sources().get(i).share();
            requireTokens(settings.sources().get(i), counts.get(i));
            double once = counts.get(i).tokens();
            able[i] = share.maxEpochs() * once;
            most[i] = able[i] >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) Math.floor(able[i]);
            weights[i] = share.isWeighted() ? share.weight() : able[i];
            all += share.isWeighted() ? once : able[i];
        }
        double wanted = settings.maxTokens() == 0 ? all : settings.maxTokens();
        Allocation allocation = Allocation.of(weights, able, wanted);
        boolean tooFew = allocation.total() < wanted * (1 - 1e-9);
        if (tooFew && settings.maxTokens() > 0 && !settings.allowFewer()) {
            throw tooFew(settings, counts, allocation);
        }
        boolean bounded = settings.maxTokens() > 0 || settings.isWeighted();
        return new MixPlan(allocation, most, bounded ? (long) wanted : Long.MAX_VALUE);
    }

    private static void requireTokens(MixSource source, SourceCount count) {
        if (count.tokens() == 0) {
            Selector by = source.selector();
            List<String> why = new ArrayList<>();
            if (!by.sources().isEmpty()) {
                why.add("the source " + String.join(" or ", by.sources()));
            }
            if (!by.score().isEmpty()) {
                why.add("a " + by.score() + " from " + by.least() + " to below " + by.below());
            }
            throw new UserException(
                    "mix: source '%s' has no tokens: %d documents are too long, and no other of %s that no source before it takes has %s"
                            .formatted(
                                    source.name(),
                                    count.tooLong(),
                                    source.paths(),
                                    why.isEmpty() ? "any text" : String.join(" and ", why)));
        }
    }

    private static UserException tooFew(
            MixSettings settings, List<SourceCount> counts, Allocation allocation) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            parts.add(
                    "%s %s at most %s times"
                            .formatted(
                                    settings.sources().get(i).name(),
                                    Amount.show(counts.get(i).tokens()),
                                    Epochs.show(settings.sources().get(i).share().maxEpochs())));
        }
        return new UserException(
                "mix: max_tokens: %d are wanted, but the sources give %d (%s); raise max_epochs, add documents, lower max_tokens, or set allow_fewer_tokens: true"
                        .formatted(
                                settings.maxTokens(),
                                (long) allocation.total(),
                                String.join(", ", parts)));
    }
}
