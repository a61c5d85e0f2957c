package dev.cria.data.heuristic;

import dev.cria.data.text.Spans;

/**
 * Pieces of a text that occurred before in it.
 *
 * @param pieces how many pieces there are
 * @param repeated how many of them occurred before
 * @param characters the code points of those that occurred before
 */
record Repeats(int pieces, int repeated, long characters) {

    static Repeats of(char[] text, Spans spans) {
        HashCounts seen = HashCounts.ofThread(spans.size());
        int repeated = 0;
        long characters = 0;
        for (int i = 0; i < spans.size(); i++) {
            int start = spans.start(i);
            int length = spans.end(i) - start;
            if (seen.add(RollingHash.append(0, text, start, start + length)) > 1) {
                repeated++;
                characters += Character.codePointCount(text, start, length);
            }
        }
        return new Repeats(spans.size(), repeated, characters);
    }

    double share() {
        return (double) repeated / pieces;
    }
}
