package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The few with the least rank of all samples that were offered: a draw that parts do not change.
 */
public final class Samples {

    private final int room;
    private final List<Sample> taken = new ArrayList<>();

    /** None yet. */
    public Samples(int room) {
        this.room = room;
    }

    @JsonCreator
    Samples(@JsonProperty("room") int room, @JsonProperty("taken") List<Sample> taken) {
        this(room);
        this.taken.addAll(taken);
    }

    /** Takes those that are among the first of all. */
    public void addAll(List<Sample> more) {
        taken.addAll(more);
        Collections.sort(taken);
        if (taken.size() > room) {
            taken.subList(room, taken.size()).clear();
        }
    }

    /** Takes those of another one. */
    public void merge(Samples other) {
        addAll(other.taken);
    }

    /** How many are taken at most. */
    @JsonProperty
    public int room() {
        return room;
    }

    /** Those that were taken, the least rank first. */
    @JsonProperty
    public List<Sample> taken() {
        return List.copyOf(taken);
    }
}
