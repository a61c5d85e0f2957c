package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a step did to documents. */
public final class StepStats {

    /** Changed documents that are shown. */
    static final int SAMPLES = 3;

    private final String step;
    private final TreeMap<String, DropStats> dropped = new TreeMap<>();
    private final Samples changes;
    private final Clusters clusters;
    private long documentsIn;
    private long charactersIn;
    private long charactersKept;
    private long changed;

    /** Of nothing that a step has done, by its label. */
    public StepStats(String step) {
        this(step, 0, 0, 0, 0, Map.of(), new Samples(SAMPLES), new Clusters());
    }

    @JsonCreator
    StepStats(
            @JsonProperty("step") String step,
            @JsonProperty("documents_in") long documentsIn,
            @JsonProperty("characters_in") long charactersIn,
            @JsonProperty("characters_kept") long charactersKept,
            @JsonProperty("documents_changed") long changed,
            @JsonProperty("dropped") Map<String, DropStats> dropped,
            @JsonProperty("changes") Samples changes,
            @JsonProperty("clusters") Clusters clusters) {
        this.step = step;
        this.documentsIn = documentsIn;
        this.charactersIn = charactersIn;
        this.charactersKept = charactersKept;
        this.changed = changed;
        this.dropped.putAll(dropped);
        this.changes = changes;
        this.clusters = clusters;
    }

    /** A document came. */
    public void came(long characters) {
        documentsIn++;
        charactersIn += characters;
    }

    /** It went on. */
    public void kept(long characters, boolean isChanged) {
        charactersKept += characters;
        changed += isChanged ? 1 : 0;
    }

    /** What was dropped for a reason. */
    public DropStats dropped(String reason) {
        return dropped.computeIfAbsent(reason, unseen -> new DropStats());
    }

    /** Adds what the same step did to other documents. */
    public void merge(StepStats other) {
        documentsIn += other.documentsIn;
        charactersIn += other.charactersIn;
        charactersKept += other.charactersKept;
        changed += other.changed;
        other.dropped.forEach((reason, drops) -> dropped(reason).merge(drops));
        changes.merge(other.changes);
        clusters.merge(other.clusters);
    }

    /** What the step is called in the report. */
    @JsonProperty
    public String step() {
        return step;
    }

    /** Documents that came to it. */
    @JsonProperty("documents_in")
    public long documentsIn() {
        return documentsIn;
    }

    /** Characters of them. */
    @JsonProperty("characters_in")
    public long charactersIn() {
        return charactersIn;
    }

    /** Characters of those that went on, as they went on. */
    @JsonProperty("characters_kept")
    public long charactersKept() {
        return charactersKept;
    }

    /** Documents that went on with another text. */
    @JsonProperty("documents_changed")
    public long documentsChanged() {
        return changed;
    }

    /** What was dropped, by reason. */
    @JsonProperty
    public SortedMap<String, DropStats> dropped() {
        return dropped;
    }

    /** Examples of changed documents. */
    @JsonProperty
    public Samples changes() {
        return changes;
    }

    /** Clusters that the step found. */
    @JsonProperty
    public Clusters clusters() {
        return clusters;
    }

    /** Documents that were dropped. */
    public long documentsDropped() {
        return dropped.values().stream().mapToLong(DropStats::documents).sum();
    }

    /** Characters of them. */
    public long charactersDropped() {
        return dropped.values().stream().mapToLong(DropStats::characters).sum();
    }
}
