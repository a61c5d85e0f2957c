package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What documents are like: all that were read, or all that were kept. */
public final class CorpusStats {

    /** Different sources and languages that are counted exactly. */
    static final int NAMES = 256;

    /** Different domains that are counted exactly. */
    static final int DOMAINS = 1024;

    /** Kept documents that are shown. */
    static final int SAMPLES = 12;

    /** Scores that are drawn: those of the first names. */
    static final int SCORES = 16;

    private final Lengths lengths;
    private final TopCounts sources;
    private final TopCounts languages;
    private final TopCounts domains;
    private final TreeMap<String, Histogram> scores = new TreeMap<>();
    private final Samples samples;

    /** Of no documents. */
    public CorpusStats() {
        this(
                new Lengths(),
                new TopCounts(NAMES),
                new TopCounts(NAMES),
                new TopCounts(DOMAINS),
                Map.of(),
                new Samples(SAMPLES));
    }

    @JsonCreator
    CorpusStats(
            @JsonProperty("lengths") Lengths lengths,
            @JsonProperty("sources") TopCounts sources,
            @JsonProperty("languages") TopCounts languages,
            @JsonProperty("domains") TopCounts domains,
            @JsonProperty("scores") Map<String, Histogram> scores,
            @JsonProperty("samples") Samples samples) {
        this.lengths = lengths;
        this.sources = sources;
        this.languages = languages;
        this.domains = domains;
        this.scores.putAll(scores);
        this.samples = samples;
    }

    /** A score of a document, from 0 to 1, by what it is called. */
    public void addScore(String name, double score) {
        scores.computeIfAbsent(name, unseen -> new Histogram(Bins.SCORES)).add(score);
        firstScores();
    }

    /**
     * What is among the first names of all is among those of each part, so that none of its
     * documents is lost.
     */
    private void firstScores() {
        while (scores.size() > SCORES) {
            scores.pollLastEntry();
        }
    }

    /** Adds those of another one. */
    public void merge(CorpusStats other) {
        lengths.merge(other.lengths);
        sources.merge(other.sources);
        languages.merge(other.languages);
        domains.merge(other.domains);
        other.scores.forEach(
                (name, histogram) ->
                        scores.computeIfAbsent(name, unseen -> new Histogram(Bins.SCORES))
                                .merge(histogram));
        firstScores();
        samples.merge(other.samples);
    }

    /** How long they are. */
    @JsonProperty
    public Lengths lengths() {
        return lengths;
    }

    /** By source. */
    @JsonProperty
    public TopCounts sources() {
        return sources;
    }

    /** By language; an empty name for none that is known. */
    @JsonProperty
    public TopCounts languages() {
        return languages;
    }

    /** By the host of the address; those without one are not counted. */
    @JsonProperty
    public TopCounts domains() {
        return domains;
    }

    /** By each score that they have. */
    @JsonProperty
    public SortedMap<String, Histogram> scores() {
        return scores;
    }

    /** Examples. */
    @JsonProperty
    public Samples samples() {
        return samples;
    }
}
