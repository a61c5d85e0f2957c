package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.shard.TokenShards;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/**
 * The examples of a folder of shards that are used under a limit of their length. Held are eight
 * bytes for each; tokens are read when an example is asked for.
 */
public final class Selection {

    private final TokenShards shards;
    private final LengthLimit limit;
    private final boolean compared;
    private final int[] examples;
    private final int[] starts;
    private final SelectionCounts counts;

    private Selection(TokenShards shards, LengthLimit limit, boolean compared) {
        this.shards = shards;
        this.limit = limit;
        this.compared = compared;
        IntStream.Builder chosen = IntStream.builder();
        IntStream.Builder from = IntStream.builder();
        SelectionCounts.Builder outcomes = new SelectionCounts.Builder(shards);
        for (int example = 0; example < shards.size(); example++) {
            select(example, chosen, from, outcomes);
        }
        examples = chosen.build().toArray();
        starts = from.build().toArray();
        counts = outcomes.build(examples.length);
    }

    /**
     * Texts or conversations.
     *
     * @throws UserException with file and row if one is too long and that is an error
     */
    public static Selection ofExamples(TokenShards shards, LengthLimit limit) {
        return new Selection(shards, limit, false);
    }

    /**
     * Preference pairs, or ranked answers. The prompt together with any answer has to fit; of
     * longer ones the answers are cut.
     *
     * @throws UserException with file and row if one is too long and that is an error
     */
    public static Selection ofPairs(TokenShards shards, LengthLimit limit) {
        return new Selection(shards, limit, true);
    }

    /** What became of the rows. */
    public SelectionCounts counts() {
        return counts;
    }

    /** Number of tokens of each example, as it stands in a batch. */
    public int[] lengths() {
        int[] lengths = new int[examples.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] =
                    compared
                            ? comparedLength(shards.spans(examples[i]))
                            : Math.min(limit.maxSeqLen(), shards.length(examples[i]) - starts[i]);
        }
        return lengths;
    }

    /** The examples, each read from its shard when it is asked for. */
    public List<TokenizedExample> examples() {
        return new View<>() {
            @Override
            public TokenizedExample get(int index) {
                int end = shards.length(examples[index]);
                int from = starts[index];
                return shards.slice(examples[index], from, Math.min(end, from + limit.maxSeqLen()));
            }
        };
    }

    /** The pairs, each read from its shard when it is asked for. */
    public List<PreferenceExample> pairs() {
        return new View<>() {
            @Override
            public PreferenceExample get(int index) {
                int prompt = shards.spans(examples[index])[0];
                return shards.pair(examples[index], limit.maxSeqLen() - prompt);
            }
        };
    }

    /** Ranked answers, each row read from its shard when it is asked for. */
    public List<RankedExample> rankings() {
        return new View<>() {
            @Override
            public RankedExample get(int index) {
                int prompt = shards.spans(examples[index])[0];
                return shards.ranked(examples[index], limit.maxSeqLen() - prompt);
            }
        };
    }

    private abstract class View<T> extends AbstractList<T> implements RandomAccess {
        @Override
        public int size() {
            return examples.length;
        }
    }

    private void select(
            int example,
            IntStream.Builder chosen,
            IntStream.Builder from,
            SelectionCounts.Builder outcomes) {
        int[] spans = shards.spans(example);
        int length = compared ? spans[0] + longestAnswer(spans) : shards.length(example);
        boolean excess = length > limit.maxSeqLen();
        if (excess && limit.excess() == ExcessLength.ERROR) {
            throw limit.tooLong(shards.origin(example), length);
        }
        if (excess && limit.excess() == ExcessLength.DROP) {
            outcomes.tooLong(example);
            return;
        }
        int step = limit.excess() == ExcessLength.CUT ? limit.maxSeqLen() : length;
        boolean anything = false;
        for (int start = 0; start < length; start += step) {
            if (learnt(spans, start)) {
                chosen.add(example);
                from.add(start);
                anything = true;
            }
        }
        if (!anything) {
            outcomes.withoutTarget(example);
        } else if (excess) {
            outcomes.shortened(example, limit.excess());
        }
    }

    /** Whether anything in the piece that begins at a position carries loss. */
    private boolean learnt(int[] spans, int start) {
        if (compared) {
            return comparedLength(spans) > spans[0];
        }
        for (int i = 0; i < spans.length; i += 2) {
            int first = Math.max(spans[i], start + 1);
            if (first < Math.min(spans[i + 1], start + limit.maxSeqLen())) {
                return true;
            }
        }
        return false;
    }

    /** Length of an answer, whose span stands at {@code at}, in the room beside the prompt. */
    private int answer(int[] spans, int at) {
        return Math.max(0, Math.min(spans[at + 1] - spans[at], limit.maxSeqLen() - spans[0]));
    }

    /** Of the prompt and the answers, as they stand in a batch. */
    private int comparedLength(int[] spans) {
        int length = spans[0];
        for (int at = 0; at < spans.length; at += 2) {
            length += answer(spans, at);
        }
        return length;
    }

    private static int longestAnswer(int[] spans) {
        int longest = 0;
        for (int at = 0; at < spans.length; at += 2) {
            longest = Math.max(longest, spans[at + 1] - spans[at]);
        }
        return longest;
    }
}
