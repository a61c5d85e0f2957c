package dev.cria.data.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** The words as sequences of tokens, with counts of neighbouring pairs kept up to date. */
final class PairMerger {

    /** Two tokens that stand next to each other. */
    static final class Pair {
        private final int left;
        private final int right;
        private final IntBuilder words = new IntBuilder();
        private long count;

        private Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        int left() {
            return left;
        }

        int right() {
            return right;
        }

        long count() {
            return count;
        }
    }

    /** A pair with the count it had when it was put into the queue. */
    private record Candidate(Pair pair, long count) {}

    private static final Comparator<Candidate> MOST_FREQUENT_FIRST =
            Comparator.comparingLong((Candidate candidate) -> -candidate.count())
                    .thenComparingInt(candidate -> candidate.pair().left)
                    .thenComparingInt(candidate -> candidate.pair().right);

    private final int[][] words;
    private final long[] counts;
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);

    PairMerger(Map<String, LongAdder> wordCounts, int[] idOfByte) {
        words = new int[wordCounts.size()][];
        counts = new long[wordCounts.size()];
        int index = 0;
        for (Map.Entry<String, LongAdder> entry : wordCounts.entrySet()) {
            byte[] bytes = entry.getKey().getBytes(StandardCharsets.UTF_8);
            int[] word = new int[bytes.length];
            for (int i = 0; i < word.length; i++) {
                word[i] = idOfByte[bytes[i] & 0xFF];
            }
            words[index] = word;
            counts[index] = entry.getValue().sum();
            for (int i = 1; i < word.length; i++) {
                increase(word[i - 1], word[i], index);
            }
            index++;
        }
        pairs.values().forEach(this::enqueue);
    }

    /** The most frequent pair, of several the one with the smallest ids; null if none is left. */
    Pair mostFrequent() {
        while (!queue.isEmpty()) {
            Candidate candidate = queue.poll();
            if (candidate.count() == candidate.pair().count) {
                return candidate.pair();
            }
            enqueue(candidate.pair());
        }
        return null;
    }

    /** Puts {@code merged} into the place of the pair wherever it occurs. */
    void merge(Pair pair, int merged) {
        pairs.remove(key(pair.left, pair.right));
        Set<Pair> grown = new HashSet<>();
        int[] places = pair.words.toArray();
        Arrays.sort(places);
        for (int i = 0; i < places.length; i++) {
            if (i == 0 || places[i] != places[i - 1]) {
                merge(pair, merged, places[i], grown);
            }
        }
        grown.forEach(this::enqueue);
    }

    private void merge(Pair pair, int merged, int index, Set<Pair> grown) {
        int[] word = words[index];
        int length = 0;
        int at = 0;
        while (at < word.length) {
            int next = at + 2;
            if (next > word.length || word[at] != pair.left || word[at + 1] != pair.right) {
                word[length++] = word[at++];
                continue;
            }
            if (length > 0) {
                decrease(word[length - 1], pair.left, index);
                grown.add(increase(word[length - 1], merged, index));
            }
            if (next < word.length) {
                decrease(pair.right, word[next], index);
                grown.add(increase(merged, word[next], index));
            }
            word[length++] = merged;
            at = next;
        }
        words[index] = length == word.length ? word : Arrays.copyOf(word, length);
    }

    private Pair increase(int left, int right, int index) {
        Pair pair = pairs.computeIfAbsent(key(left, right), key -> new Pair(left, right));
        pair.count += counts[index];
        if (pair.words.size() == 0 || pair.words.get(pair.words.size() - 1) != index) {
            pair.words.add(index);
        }
        return pair;
    }

    private void decrease(int left, int right, int index) {
        Pair pair = pairs.get(key(left, right));
        if (pair != null) {
            pair.count -= counts[index];
        }
    }

    private void enqueue(Pair pair) {
        if (pair.count > 0) {
            queue.add(new Candidate(pair, pair.count));
        }
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
