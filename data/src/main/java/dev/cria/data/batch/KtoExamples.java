package dev.cria.data.batch;

import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.PreferenceExample;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Single answers for Kahneman-Tversky optimisation. Each stands beside the next one's answer, as a
 * pair does, by which the batch estimates how far the model is from its reference. Which answer
 * that is depends on the order of the data set alone.
 */
public final class KtoExamples extends AbstractList<PreferenceExample> implements RandomAccess {

    private static final String GOOD = " chosen";
    private static final String BAD = " rejected";

    private final List<PreferenceExample> pairs;

    /** Twice the number of a pair, plus 1 for its rejected answer. */
    private final int[] answers;

    private KtoExamples(List<PreferenceExample> pairs, int[] answers) {
        this.pairs = pairs;
        this.answers = answers;
    }

    /**
     * The answers of pairs, of which one may be empty.
     *
     * @throws UserException if there are fewer than two
     */
    public static KtoExamples of(List<PreferenceExample> pairs) {
        IntStream.Builder answers = IntStream.builder();
        int count = 0;
        for (int i = 0; i < pairs.size(); i++) {
            PreferenceExample pair = pairs.get(i);
            if (pair.chosen().length > 0) {
                answers.add(2 * i);
                count++;
            }
            if (pair.rejected().length > 0) {
                answers.add(2 * i + 1);
                count++;
            }
        }
        if (count < 2) {
            throw new UserException(
                    "loss: kto compares each answer with another one; there are only " + count);
        }
        return new KtoExamples(pairs, answers.build().toArray());
    }

    @Override
    public PreferenceExample get(int index) {
        PreferenceExample pair = pairs.get(answers[index] / 2);
        return new PreferenceExample(
                pair.prompt(),
                answer(index),
                mismatched(index),
                pair.origin() + (isGood(index) ? GOOD : BAD));
    }

    /** The next answer to another prompt; where all have the same, the next one. */
    private int[] mismatched(int index) {
        int own = answers[index] / 2;
        for (int i = 1; i < answers.length; i++) {
            int other = (index + i) % answers.length;
            if (answers[other] / 2 != own) {
                return answer(other);
            }
        }
        return answer((index + 1) % answers.length);
    }

    private int[] answer(int index) {
        PreferenceExample pair = pairs.get(answers[index] / 2);
        return isGood(index) ? pair.chosen() : pair.rejected();
    }

    private boolean isGood(int index) {
        return answers[index] % 2 == 0;
    }

    /** Origins of the good answers. */
    public Set<String> good() {
        List<String> origins = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            if (isGood(i)) {
                origins.add(pairs.get(answers[i] / 2).origin() + GOOD);
            }
        }
        return origins.stream().collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int size() {
        return answers.length;
    }
}
