package dev.cria.recipes.job.answers;

import dev.cria.data.chat.Message;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A prompt with all answers that were drawn.
 *
 * @param row its place among the prompts, from 0
 * @param origin file and row
 * @param messages the conversation up to the answer
 * @param seed of the draw
 */
record SampledPrompt(
        int row, String origin, List<Message> messages, long seed, List<SampledAnswer> answers) {

    /**
     * The best answers, by their numbers: those that are not dropped and worth enough, the best
     * first; of equal ones that which was drawn first.
     *
     * @param count how many, at most
     */
    List<Integer> best(int count, double minReward) {
        return IntStream.range(0, answers.size())
                .filter(i -> !answers.get(i).isDropped() && answers.get(i).reward() >= minReward)
                .boxed()
                .sorted(Comparator.comparing(i -> -answers.get(i).reward()))
                .limit(count)
                .toList();
    }

    /** The number of the answer that is worth least, of those that are not dropped; -1 for none. */
    int worst() {
        return IntStream.range(0, answers.size())
                .filter(i -> !answers.get(i).isDropped())
                .boxed()
                .min(Comparator.comparing(i -> answers.get(i).reward()))
                .orElse(-1);
    }
}
