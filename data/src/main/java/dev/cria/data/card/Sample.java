package dev.cria.data.card;

import java.util.Comparator;

/**
 * A document as an example.
 *
 * @param rank a hash: those with the least are taken
 * @param characters of the document, in code points
 * @param detail what the step has to say about this one; empty for nothing
 * @param before the text before a step has changed it; empty where it was dropped or kept
 * @param text the beginning of the document, or what is around the first change
 */
public record Sample(
        long rank,
        String id,
        String source,
        String url,
        long characters,
        String detail,
        String before,
        String text)
        implements Comparable<Sample> {

    private static final Comparator<Sample> ORDER =
            Comparator.comparingLong(Sample::rank)
                    .thenComparing(Sample::id)
                    .thenComparing(Sample::source)
                    .thenComparing(Sample::url)
                    .thenComparingLong(Sample::characters)
                    .thenComparing(Sample::detail)
                    .thenComparing(Sample::before)
                    .thenComparing(Sample::text);

    @Override
    public int compareTo(Sample other) {
        return ORDER.compare(this, other);
    }
}
