package dev.cria.data.heuristic;

import dev.cria.data.text.Words;

/** Gives the words of a text line by line, in its order. */
final class WordsOfLines {

    private final Words words;
    private int next;

    WordsOfLines(Words words) {
        this.words = words;
    }

    /** How many words, of those not given yet, begin in front of a place. */
    int upTo(int place) {
        int first = next;
        while (next < words.size() && words.start(next) < place) {
            next++;
        }
        return next - first;
    }

    /** The number of the first word that was not given yet. */
    int next() {
        return next;
    }
}
