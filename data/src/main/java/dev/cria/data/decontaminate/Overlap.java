package dev.cria.data.decontaminate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What a document shares with evaluation sets. */
final class Overlap {

    private final List<String> names;
    private final int[] matches;
    private int places;
    private int covered;
    private int coveredEnd;
    private String first = "";

    Overlap(List<String> names) {
        this.names = names;
        this.matches = new int[names.size()];
    }

    /** A sequence of words of some sets; to be called in the order of the words. */
    void add(GramWords words, int at, int length, BitSet sets) {
        if (places == 0) {
            first = words.get(at, length);
        }
        places++;
        covered += at + length - Math.max(at, coveredEnd);
        coveredEnd = Math.max(at + length, coveredEnd);
        sets.stream().forEach(set -> matches[set]++);
    }

    /** Places where a sequence begins. */
    int matches() {
        return places;
    }

    /** Of so many words, the share that stands in sequences. */
    double share(int words) {
        return words == 0 ? 0 : (double) covered / words;
    }

    /** The set with most matches; the first of several. */
    String mostMatched() {
        int most = 0;
        for (int i = 1; i < matches.length; i++) {
            most = matches[i] > matches[most] ? i : most;
        }
        return names.get(most);
    }

    /** Matches of each set that has some: "gsm8k 3, mmlu 1". */
    String counts() {
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < matches.length; i++) {
            if (matches[i] > 0) {
                counts.add(names.get(i) + " " + matches[i]);
            }
        }
        return String.join(", ", counts);
    }

    /** The counts, and the first sequence as it stands in the document. */
    String detail() {
        return counts() + ": " + first.replaceAll("\\s+", " ");
    }
}
