package dev.cria.trainer.evaluate;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Continuations;
import dev.cria.data.batch.SharedPrefixes;
import dev.cria.trainer.loss.AnswerLogProbs;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How likely a policy finds the ends of texts, all of which run together. */
public final class ContinuationScores {

    private ContinuationScores() {}

    /**
     * Runs one batch.
     *
     * @return for each question the log-probability of the end of each of its texts, in nats
     */
    public static List<double[]> of(Policy policy, List<Continuations> questions) {
        Batch batch = SharedPrefixes.batch(questions);
        double[] sums = AnswerLogProbs.of(batch, Forward.logProbs(policy, batch)).sums();
        List<double[]> scores = new ArrayList<>();
        int from = 0;
        for (Continuations question : questions) {
            int to = from + question.texts().size();
            scores.add(Arrays.copyOfRange(sums, from, to));
            from = to;
        }
        return scores;
    }
}
