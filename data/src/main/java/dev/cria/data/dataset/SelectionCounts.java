package dev.cria.data.dataset;

import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.TokenShards;
import java.util.Locale;

/**
 * What became of the rows of a data set.
 *
 * @param examples examples that are used
 * @param read the rows that were read
 * @param tooLong rows left out because they are too long
 * @param truncated rows whose end was cut off
 * @param cut rows cut into pieces
 * @param withoutTarget rows left out because no token of them carries loss
 */
public record SelectionCounts(
        long examples,
        RowCounts read,
        Outcome tooLong,
        Outcome truncated,
        Outcome cut,
        Outcome withoutTarget) {

    /**
     * How many rows, and the first of them.
     *
     * @param first file and row; empty where there is none
     */
    public record Outcome(long rows, String first) {

        private String show(String what) {
            return rows == 0
                    ? ""
                    : String.format(Locale.ROOT, ", %d %s (first: %s)", rows, what, first);
        }
    }

    /** One line that a run prints about the data it read. */
    public String summary() {
        String unreadable = read.badRows() == 0 ? "" : ", " + read.badRows() + " unreadable";
        return examples
                + " examples of "
                + read.rows()
                + " rows ("
                + read.format()
                + (read.found().isEmpty() ? "" : "; " + read.found())
                + ")"
                + tooLong.show("too long")
                + truncated.show("truncated")
                + cut.show("cut into pieces")
                + withoutTarget.show("without anything to learn")
                + unreadable;
    }

    static final class Builder {

        private final TokenShards shards;
        private Outcome tooLong = new Outcome(0, "");
        private Outcome truncated = new Outcome(0, "");
        private Outcome cut = new Outcome(0, "");
        private Outcome withoutTarget = new Outcome(0, "");

        Builder(TokenShards shards) {
            this.shards = shards;
        }

        void tooLong(int example) {
            tooLong = more(tooLong, example);
        }

        void shortened(int example, ExcessLength how) {
            if (how == ExcessLength.CUT) {
                cut = more(cut, example);
            } else {
                truncated = more(truncated, example);
            }
        }

        void withoutTarget(int example) {
            withoutTarget = more(withoutTarget, example);
        }

        private Outcome more(Outcome before, int example) {
            String first = before.rows() == 0 ? shards.origin(example) : before.first();
            return new Outcome(before.rows() + 1, first);
        }

        SelectionCounts build(long examples) {
            return new SelectionCounts(
                    examples, shards.manifest().read(), tooLong, truncated, cut, withoutTarget);
        }
    }
}
