package dev.cria.data.mix;

import java.util.List;
import java.util.Locale;

/**
 * What a mix is made of.
 *
 * @param sources in their order
 * @param rows of all shards
 * @param tokens of all shards
 * @param maxSeqLen tokens that a row has room for
 * @param maxTokens how many were wanted; 0 where that was not said
 * @param leftOut documents that no source takes
 * @param badRows rows that could not be read
 * @param shards files
 */
public record MixReport(
        List<Source> sources,
        long rows,
        long tokens,
        int maxSeqLen,
        long maxTokens,
        long leftOut,
        long badRows,
        int shards) {

    /** Copies the list. */
    public MixReport {
        sources = List.copyOf(sources);
    }

    /**
     * A source.
     *
     * @param there what its documents are, each once
     * @param askedShare of the tokens, from 0 to 1; 0 where epochs were asked for
     * @param maxEpochs how often it may be gone through; 0 without limit
     * @param tokens in the mix
     * @param rows in the mix
     * @param pieces in the mix: documents, or parts of them
     * @param share of the tokens, from 0 to 1
     * @param epochs how often it is gone through
     * @param exhausted whether it gives less than its share, which went to the others
     */
    public record Source(
            String name,
            SourceCount there,
            double askedShare,
            double maxEpochs,
            long tokens,
            long rows,
            long pieces,
            double share,
            double epochs,
            boolean exhausted) {

        /** One line about it. */
        public String summary() {
            String asked = askedShare == 0 ? "" : " (asked: %s)".formatted(percent(askedShare));
            String end =
                    exhausted
                            ? "; exhausted at max_epochs %s, the rest of its share went to the others"
                                    .formatted(Epochs.show(maxEpochs))
                            : "";
            return "%s tokens, %s of the mix%s, %s epochs of %s tokens in %s documents%s%s"
                    .formatted(
                            Amount.show(tokens),
                            percent(share),
                            asked,
                            Epochs.show(epochs),
                            Amount.show(there.tokens()),
                            Amount.show(there.documents()),
                            there.tooLong() == 0
                                    ? ""
                                    : ", " + there.tooLong() + " more are too long",
                            end);
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.2f%%", 100 * share);
        }
    }

    /** What the mix ended with, where that is less than was wanted; else empty. */
    public String shortfall() {
        boolean less = sources.stream().allMatch(Source::exhausted) && tokens < maxTokens;
        return less
                ? "%s of %s tokens: every source has reached its max_epochs"
                        .formatted(Amount.show(tokens), Amount.show(maxTokens))
                : "";
    }
}
