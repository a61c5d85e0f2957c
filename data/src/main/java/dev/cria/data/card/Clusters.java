package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clusters of documents that repeat one another: how many of what size, and the largest. */
public final class Clusters {

    /** The largest that are kept with members. */
    public static final int LARGEST = 8;

    private final Histogram sizes;
    private final Map<Long, Cluster> largest = new HashMap<>();

    /** None yet. */
    public Clusters() {
        this(new Histogram(Bins.SIZES), List.of());
    }

    @JsonCreator
    Clusters(
            @JsonProperty("sizes") Histogram sizes,
            @JsonProperty("largest") List<Cluster> largest) {
        this.sizes = sizes;
        largest.forEach(this::offer);
    }

    /** One more; told once, of the document that is kept. */
    public void count(long size) {
        sizes.add((double) size);
    }

    /** Part of a cluster, which is taken if it is among the largest. */
    public void offer(Cluster part) {
        largest.merge(part.kept(), part, Cluster::plus);
        if (largest.size() > 2 * LARGEST) {
            shrink();
        }
    }

    /** Adds those of another one. */
    public void merge(Clusters other) {
        sizes.merge(other.sizes);
        other.largest.values().forEach(this::offer);
        shrink();
    }

    private void shrink() {
        largest.keySet().retainAll(largest().stream().map(Cluster::kept).toList());
    }

    /** Clusters by their size. */
    @JsonProperty
    public Histogram sizes() {
        return sizes;
    }

    /** The largest, in falling order. */
    @JsonProperty
    public List<Cluster> largest() {
        return largest.values().stream().sorted(Cluster.ORDER).limit(LARGEST).toList();
    }
}
