package dev.cria.data.tokenizer;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Merges the tokens of a word: again and again the neighbours of the lowest rank, of several the
 * leftmost. Sennrich et al., 2016, in the order in which Hugging Face's tokenizers library works.
 */
final class WordMerger {

    /** Above this, looking through the whole word for each merge costs more than a queue. */
    private static final int LONG_WORD = 96;

    private final MergeTable table;

    WordMerger(MergeTable table) {
        this.table = table;
    }

    /** Merges in place the first {@code count} ids; returns how many are left. */
    int merge(int[] ids, int count) {
        return count > LONG_WORD ? mergeLong(ids, count) : mergeShort(ids, count);
    }

    /** Keeps the merge of each token with the next one and looks for the least of them. */
    int mergeShort(int[] ids, int count) {
        long[] merges = new long[count];
        int left = count;
        for (int i = 0; i + 1 < left; i++) {
            merges[i] = table.find(ids[i], ids[i + 1]);
        }
        while (left > 1) {
            int least = least(merges, left - 1);
            if (merges[least] == MergeTable.NONE) {
                break;
            }
            ids[least] = MergeTable.merged(merges[least]);
            left--;
            System.arraycopy(ids, least + 2, ids, least + 1, left - least - 1);
            System.arraycopy(merges, least + 2, merges, least + 1, Math.max(0, left - least - 2));
            if (least > 0) {
                merges[least - 1] = table.find(ids[least - 1], ids[least]);
            }
            if (least + 1 < left) {
                merges[least] = table.find(ids[least], ids[least + 1]);
            }
        }
        return left;
    }

    /** By rank first: the new token in the lower half follows from the rank. */
    private static int least(long[] merges, int count) {
        int least = 0;
        for (int i = 1; i < count; i++) {
            if (merges[i] < merges[least]) {
                least = i;
            }
        }
        return least;
    }

    /** A merge that was possible when it was put into the queue. */
    private record Candidate(long merge, int at, int left, int right)
            implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            int byMerge = Long.compare(merge, other.merge);
            return byMerge != 0 ? byMerge : Integer.compare(at, other.at);
        }
    }

    /** A list of tokens linked by their places, and a queue of merges. */
    int mergeLong(int[] ids, int count) {
        int[] next = new int[count];
        int[] previous = new int[count];
        PriorityQueue<Candidate> queue = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i + 1 < count; i++) {
            offer(queue, ids, i, i + 1);
        }
        boolean[] gone = new boolean[count];
        for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
            int at = best.at();
            int after = gone[at] ? count : next[at];
            if (after >= count || ids[at] != best.left() || ids[after] != best.right()) {
                continue;
            }
            ids[at] = MergeTable.merged(best.merge());
            gone[after] = true;
            next[at] = next[after];
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(queue, ids, at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(queue, ids, previous[at], at);
            }
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (!gone[i]) {
                ids[left++] = ids[i];
            }
        }
        Arrays.fill(ids, left, count, 0);
        return left;
    }

    private void offer(PriorityQueue<Candidate> queue, int[] ids, int at, int after) {
        long merge = table.find(ids[at], ids[after]);
        if (merge != MergeTable.NONE) {
            queue.add(new Candidate(merge, at, ids[at], ids[after]));
        }
    }
}
