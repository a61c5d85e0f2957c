package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Group relative policy optimisation (GRPO, Shao et al. 2024, arXiv:2402.03300, equation 3) of
 * answers that the policy has just given: for each token {@code -min(ratio A, clip(ratio) A) +
 * klCoef (exp(ref - log p) - (ref - log p) - 1)}, A being the advantage of its answer and ratio the
 * policy's probability by that with which it was drawn.
 */
public final class GroupObjective implements Objective {

    private final Settings settings;
    private final Map<String, Group> groups;

    /** Over which tokens is averaged. */
    public enum Mean {
        /** Over the tokens of an answer, then over answers: GRPO. */
        ANSWERS,
        /** Over all tokens of a step: DAPO (Yu et al. 2025, arXiv:2503.14476). */
        TOKENS,
        /** Over answers, of sums divided by the most tokens that one may have: Dr. GRPO. */
        LONGEST
    }

    /**
     * @param clipLow how far a ratio may fall below 1 before it stops to count
     * @param clipHigh how far it may rise above
     * @param klCoef pull towards the reference
     * @param maxTokens of an answer; counts for {@link Mean#LONGEST} only
     */
    public record Settings(
            double clipLow, double clipHigh, double klCoef, Mean mean, int maxTokens) {}

    /**
     * What is known of the answers to a prompt.
     *
     * @param advantages of each answer
     * @param drawn log-probabilities of all tokens when they were drawn, answer by answer; null
     *     where the policy has not changed since
     * @param reference those of the frozen reference; null without one
     */
    public record Group(double[] advantages, float[] drawn, float[] reference) {}

    /**
     * @param groups by the origins of batches; may change from step to step
     */
    public GroupObjective(Settings settings, Map<String, Group> groups) {
        this.settings = settings;
        this.groups = groups;
    }

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> logProbs) {
        float[] weights = new float[batch.numTargets()];
        each(
                batch,
                totals,
                logProbs.get(),
                (token, share, loss, slope, kl, clipped) ->
                        weights[token] = (float) (share * slope));
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] logProbs) {
        double[] sums = new double[3];
        each(
                batch,
                totals,
                logProbs,
                (token, share, loss, slope, kl, clipped) -> {
                    sums[0] += share * loss;
                    sums[1] += kl / totals.targets();
                    sums[2] += (clipped ? 1.0 : 0) / totals.targets();
                });
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("loss", sums[0]);
        shares.put("kl", sums[1]);
        shares.put("clipped", sums[2]);
        return shares;
    }

    private interface TokenSink {
        void take(int token, double share, double loss, double slope, double kl, boolean clipped);
    }

    private void each(Batch batch, StepTotals totals, float[] logProbs, TokenSink sink) {
        int[] lengths = new int[batch.numAnswers()];
        for (int owner : batch.owners()) {
            lengths[owner]++;
        }
        int token = 0;
        int answer = 0;
        for (String origin : batch.origins()) {
            Group group = groups.get(origin);
            if (group == null) {
                throw new IllegalStateException("nothing is known of the answers to " + origin);
            }
            int first = token;
            for (double advantage : group.advantages()) {
                double share = share(lengths[answer], totals);
                for (int end = token + lengths[answer]; token < end; token++) {
                    token(
                            logProbs[token],
                            advantage,
                            group.drawn() == null ? logProbs[token] : group.drawn()[token - first],
                            group.reference() == null
                                    ? logProbs[token]
                                    : group.reference()[token - first],
                            token,
                            share,
                            sink);
                }
                answer++;
            }
        }
    }

    private void token(
            double logProb,
            double advantage,
            double drawn,
            double reference,
            int token,
            double share,
            TokenSink sink) {
        double ratio = Math.exp(logProb - drawn);
        double within = Math.max(1 - settings.clipLow(), Math.min(1 + settings.clipHigh(), ratio));
        boolean clipped = ratio * advantage > within * advantage;
        double gain = clipped ? within * advantage : ratio * advantage;
        double ahead = reference - logProb;
        double kl = Math.expm1(ahead) - ahead;
        double slope = clipped ? 0 : -ratio * advantage;
        sink.take(
                token,
                share,
                -gain + settings.klCoef() * kl,
                slope - settings.klCoef() * Math.expm1(ahead),
                kl,
                clipped);
    }

    private double share(int length, StepTotals totals) {
        return switch (settings.mean()) {
            case ANSWERS -> 1.0 / ((double) length * totals.answers());
            case TOKENS -> 1.0 / totals.targets();
            case LONGEST -> 1.0 / ((double) settings.maxTokens() * totals.answers());
        };
    }
}
