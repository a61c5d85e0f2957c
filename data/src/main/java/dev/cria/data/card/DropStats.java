package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The documents that a step dropped for one reason. */
public final class DropStats {

    /** Documents that are shown. */
    static final int SAMPLES = 3;

    private final Samples samples;
    private long documents;
    private long characters;

    /** None yet. */
    public DropStats() {
        this(0, 0, new Samples(SAMPLES));
    }

    @JsonCreator
    DropStats(
            @JsonProperty("documents") long documents,
            @JsonProperty("characters") long characters,
            @JsonProperty("samples") Samples samples) {
        this.documents = documents;
        this.characters = characters;
        this.samples = samples;
    }

    /** One more. */
    public void add(long itsCharacters) {
        documents++;
        characters += itsCharacters;
    }

    void merge(DropStats other) {
        documents += other.documents;
        characters += other.characters;
        samples.merge(other.samples);
    }

    /** How many. */
    @JsonProperty
    public long documents() {
        return documents;
    }

    /** Characters of all. */
    @JsonProperty
    public long characters() {
        return characters;
    }

    /** Examples. */
    @JsonProperty
    public Samples samples() {
        return samples;
    }
}
