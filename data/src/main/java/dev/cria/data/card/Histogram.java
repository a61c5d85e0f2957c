package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/** How many documents have a number within each bar. */
public final class Histogram {

    private final Bins bins;
    private final long[] counts;

    /** Of nothing. */
    public Histogram(Bins bins) {
        this.bins = bins;
        counts = new long[bins.size()];
    }

    @JsonCreator
    Histogram(@JsonProperty("bins") Bins bins, @JsonProperty("bars") List<Bar> bars) {
        this(bins);
        bars.forEach(bar -> counts[bins.of(bar.from())] += bar.documents());
    }

    /**
     * A bar.
     *
     * @param to where the next one begins
     */
    public record Bar(double from, double to, long documents) {}

    /** One document more. */
    public void add(double value) {
        counts[bins.of(value)]++;
    }

    /** Adds the documents of another one of the same bins. */
    public void merge(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Where the bars begin. */
    @JsonProperty
    public Bins bins() {
        return bins;
    }

    /** Those that hold documents, in their order. */
    @JsonProperty
    public List<Bar> bars() {
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .mapToObj(i -> new Bar(bins.from(i), bins.to(i), counts[i]))
                .toList();
    }

    /** Documents of a bar. */
    public long count(int bar) {
        return counts[bar];
    }

    /** All documents. */
    public long documents() {
        return IntStream.range(0, counts.length).mapToLong(i -> counts[i]).sum();
    }

    /** The bar that the middle document is in; null where there is none. */
    public Bar median() {
        long half = (documents() + 1) / 2;
        long sum = 0;
        for (Bar bar : bars()) {
            sum += bar.documents();
            if (sum >= half) {
                return bar;
            }
        }
        return null;
    }
}
