package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * What is told of some documents in one pass; parts are put together in the order of the corpus.
 */
public final class CardStats {

    /** Rows without a document that are shown. */
    static final int BAD_ROWS = 20;

    private final CorpusStats before;
    private final CorpusStats after;
    private final List<StepStats> steps;
    private final List<BadRow> badRows = new ArrayList<>();

    /** Of no documents, for the steps of a pass. */
    public CardStats(List<String> steps) {
        this(
                new CorpusStats(),
                new CorpusStats(),
                steps.stream().map(StepStats::new).toList(),
                List.of());
    }

    @JsonCreator
    CardStats(
            @JsonProperty("before") CorpusStats before,
            @JsonProperty("after") CorpusStats after,
            @JsonProperty("steps") List<StepStats> steps,
            @JsonProperty("bad_rows") List<BadRow> badRows) {
        this.before = before;
        this.after = after;
        this.steps = List.copyOf(steps);
        this.badRows.addAll(badRows);
    }

    /** A row that held no document. */
    public record BadRow(String file, long row, String problem) {}

    /** One more. */
    public void addBadRow(BadRow row) {
        if (badRows.size() < BAD_ROWS) {
            badRows.add(row);
        }
    }

    /** Adds those of the documents that follow, in the same pass. */
    public void merge(CardStats next) {
        before.merge(next.before);
        after.merge(next.after);
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).merge(next.steps.get(i));
        }
        next.badRows.forEach(this::addBadRow);
    }

    /** Those that were read. */
    @JsonProperty
    public CorpusStats before() {
        return before;
    }

    /** Those that were kept to the end. */
    @JsonProperty
    public CorpusStats after() {
        return after;
    }

    /** What the steps of the pass did. */
    @JsonProperty
    public List<StepStats> steps() {
        return steps;
    }

    /** The first rows that held no document. */
    @JsonProperty("bad_rows")
    public List<BadRow> badRows() {
        return List.copyOf(badRows);
    }
}
