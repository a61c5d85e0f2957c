package dev.cria.data.mix;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cria.data.curate.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a unit of documents that are tokens now.
 *
 * @param end where the next unit begins
 * @param isLast whether there is no next one
 * @param sources what is there of each source
 * @param leftOut documents that no source takes
 * @param badRows rows that could not be read
 */
record UnitFacts(
        Position end,
        @JsonProperty("last") boolean isLast,
        List<SourceCount> sources,
        long leftOut,
        long badRows) {

    /** The sum; where it ends is where the second ends. */
    UnitFacts plus(UnitFacts next) {
        List<SourceCount> sums = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            sums.add(sources.get(i).plus(next.sources.get(i)));
        }
        return new UnitFacts(
                next.end, next.isLast, sums, leftOut + next.leftOut, badRows + next.badRows);
    }
}
