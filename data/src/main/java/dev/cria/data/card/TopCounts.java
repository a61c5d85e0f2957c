package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents and characters by a name, such as the domain, in bounded memory: the summary of Misra
 * and Gries (1982), put together as in Agarwal et al., Mergeable Summaries (PODS 2012). Exact as
 * long as there are no more names than there is room for; then every count of documents is too
 * small by {@link #error()} at most, which is at most the number of documents divided by the room.
 */
public final class TopCounts {

    private static final int MAX_NAME = 200;

    private final int room;
    private final Map<String, Sum> sums = new HashMap<>();
    private long error;

    /** Of nothing. */
    public TopCounts(int room) {
        this.room = room;
    }

    @JsonCreator
    TopCounts(
            @JsonProperty("room") int room,
            @JsonProperty("error") long error,
            @JsonProperty("rows") List<Row> rows) {
        this(room);
        this.error = error;
        rows.forEach(row -> sum(row.name()).add(row.documents(), row.characters()));
    }

    /** Documents and characters of a name. */
    public record Row(String name, long documents, long characters) {}

    private static final class Sum {

        private long documents;
        private long characters;

        private void add(long moreDocuments, long moreCharacters) {
            documents += moreDocuments;
            characters += moreCharacters;
        }
    }

    /** One document more. */
    public void add(String name, long characters) {
        sum(name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name).add(1, characters);
        if (sums.size() > 2 * room) {
            shrink();
        }
    }

    private Sum sum(String name) {
        return sums.computeIfAbsent(name, unseen -> new Sum());
    }

    /** Adds those of another one. */
    public void merge(TopCounts other) {
        other.sums.forEach((name, sum) -> sum(name).add(sum.documents, sum.characters));
        error += other.error;
        if (sums.size() > room) {
            shrink();
        }
    }

    /** Takes from all what the first one has that there is no room for. */
    private void shrink() {
        long less =
                sums.values().stream()
                        .map(sum -> sum.documents)
                        .sorted(Comparator.reverseOrder())
                        .skip(room)
                        .findFirst()
                        .orElse(0L);
        sums.values().removeIf(sum -> sum.documents <= less);
        sums.values().forEach(sum -> sum.documents -= less);
        error += less;
    }

    /** How many names there is room for. */
    @JsonProperty
    public int room() {
        return room;
    }

    /** By how many documents a count, or the lack of one, may be too small. */
    @JsonProperty
    public long error() {
        return error;
    }

    /** The names with the most documents first. */
    @JsonProperty
    public List<Row> rows() {
        return sums.entrySet().stream()
                .map(
                        sum ->
                                new Row(
                                        sum.getKey(),
                                        sum.getValue().documents,
                                        sum.getValue().characters))
                .sorted(
                        Comparator.comparingLong(Row::documents)
                                .reversed()
                                .thenComparing(Row::name))
                .toList();
    }
}
