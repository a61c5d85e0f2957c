package dev.cria.trainer.reward;

import dev.cria.data.language.LanguageModel;
import java.util.regex.Pattern;

/** Rewards that follow from a rule, without a model. */
public final class RuleRewards {

    private RuleRewards() {}

    /**
     * 1 where the answer comes to the same as the reference, else 0: by {@link FinalAnswer} of
     * both.
     */
    public static Reward exactAnswer() {
        return (prompt, answer) -> {
            String expected = FinalAnswer.of(prompt.reference());
            return !expected.isEmpty() && expected.equals(FinalAnswer.of(answer)) ? 1 : 0;
        };
    }

    /** 1 where the whole answer, without white space around it, matches, else 0. */
    public static Reward format(Pattern pattern) {
        return (prompt, answer) -> pattern.matcher(answer.strip()).matches() ? 1 : 0;
    }

    /** 1 where the answer is most probably in the language of the prompt, else 0. */
    public static Reward language() {
        LanguageModel model = LanguageModel.shipped();
        return (prompt, answer) -> {
            String asked = model.guess(prompt.text()).code();
            return !asked.isEmpty() && asked.equals(model.guess(answer).code()) ? 1 : 0;
        };
    }

    /**
     * The share of the reference's characters that the answer has too, each as often as in both, of
     * the longer of the two: a soft likeness for texts in which one right answer is not to be
     * expected.
     */
    public static Reward overlap() {
        return (prompt, answer) -> Overlap.of(prompt.reference(), answer);
    }
}
