package dev.cria.data.batch;

import java.util.List;

/**
 * Texts of which only the ends are to be scored: the ways in which one question can go on.
 *
 * @param texts token ids of each, two at least
 * @param scored how many of the last tokens of each count, from 1 to all but the first
 * @param origin file and row, for error messages
 */
public record Continuations(List<int[]> texts, List<Integer> scored, String origin) {

    /** Checks that there is something to score in each. */
    public Continuations {
        texts = List.copyOf(texts);
        scored = List.copyOf(scored);
        for (int i = 0; i < texts.size(); i++) {
            if (scored.get(i) < 1 || scored.get(i) >= texts.get(i).length) {
                throw new IllegalArgumentException(
                        "%s: %d of %d tokens are to be scored"
                                .formatted(origin, scored.get(i), texts.get(i).length));
            }
        }
    }

    /** One text with one end. */
    public static Continuations of(int[] text, int scored, String origin) {
        return new Continuations(List.of(text), List.of(scored), origin);
    }

    /** Tokens that the model has to see of a text: all but the last. */
    int inputs(int text) {
        return texts.get(text).length - 1;
    }

    /** How many tokens all texts begin with, of those that the model sees. */
    int common() {
        int common = inputs(0);
        for (int i = 1; i < texts.size(); i++) {
            common = Math.min(common, commonStart(texts.get(0), texts.get(i), common));
            common = Math.min(common, inputs(i));
        }
        return common;
    }

    /** How many tokens two texts begin with, at most so many. */
    static int commonStart(int[] one, int[] other, int most) {
        int limit = Math.min(most, Math.min(one.length, other.length));
        for (int i = 0; i < limit; i++) {
            if (one[i] != other[i]) {
                return i;
            }
        }
        return limit;
    }
}
