package dev.cria.data.dataset;

import dev.cria.data.examples.PreferenceExample;
import java.util.Arrays;

/** The prompt together with either answer has to fit; of a longer pair the answers are cut. */
record PairLengths(LengthLimit limit) implements Lengths<PreferenceExample> {

    @Override
    public int length(PreferenceExample pair) {
        return pair.prompt().length + Math.max(pair.chosen().length, pair.rejected().length);
    }

    @Override
    public int targets(PreferenceExample pair) {
        return Math.min(pair.chosen().length, pair.rejected().length);
    }

    @Override
    public PreferenceExample truncated(PreferenceExample pair) {
        int room = Math.max(0, limit.maxSeqLen() - pair.prompt().length);
        return new PreferenceExample(
                pair.prompt(),
                Arrays.copyOf(pair.chosen(), Math.min(room, pair.chosen().length)),
                Arrays.copyOf(pair.rejected(), Math.min(room, pair.rejected().length)),
                pair.origin());
    }

    @Override
    public String origin(PreferenceExample pair) {
        return pair.origin();
    }
}
