package dev.cria.trainer.loss;

import dev.cria.data.batch.Batch;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.StepTotals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Proximal policy optimisation (PPO, Schulman et al. 2017, arXiv:1707.06347, equations 7 and 9) of
 * answers that the policy gave a few steps ago, on average over the tokens of a step: {@code
 * max(-ratio A, -clip(ratio) A) + valueCoef 1/2 max((v - R)^2, (clip(v) - R)^2)}. The ratio is the
 * policy's probability of a token by that with which it was drawn, v the value where it is
 * predicted; the value too is kept near what it was when the token was drawn, as TRL does.
 */
public final class ProximalObjective implements Objective {

    private final Settings settings;
    private final Map<String, Lesson> lessons;

    /**
     * @param clip how far a ratio may be from 1 before it stops to count
     * @param valueCoef weight of the loss of values
     * @param valueClip how far a value may be from what it was before it stops to count
     */
    public record Settings(double clip, double valueCoef, double valueClip) {}

    /**
     * What is to be learnt of the tokens of the answers to a prompt, answer by answer.
     *
     * @param drawn log-probabilities when they were drawn, in nats
     * @param values what was thought to be still to be gained, then
     * @param advantages how much more a token led to than that
     * @param returns what was gained from the token on
     * @param kl how far the policy was from its reference, then, in nats: {@code log p - log
     *     reference}
     */
    public record Lesson(
            float[] drawn, float[] values, double[] advantages, double[] returns, double[] kl) {}

    /**
     * @param lessons by the origins of batches; may change from step to step
     */
    public ProximalObjective(Settings settings, Map<String, Lesson> lessons) {
        this.settings = settings;
        this.lessons = lessons;
    }

    @Override
    public float[] weights(Batch batch, StepTotals totals, Supplier<float[]> outputs) {
        float[] both = outputs.get();
        float[] weights = new float[both.length];
        int tokens = batch.numTargets();
        each(
                batch,
                both,
                (token, policy, value, kl) -> {
                    weights[token] = (float) (policy.slope / totals.targets());
                    weights[tokens + token] =
                            (float) (settings.valueCoef * value.slope / totals.targets());
                });
        return weights;
    }

    @Override
    public Map<String, Double> shares(Batch batch, StepTotals totals, float[] outputs) {
        double[] sums = new double[5];
        each(
                batch,
                outputs,
                (token, policy, value, kl) -> {
                    sums[4] += kl / totals.targets();
                    sums[0] += policy.loss / totals.targets();
                    sums[1] += value.loss / totals.targets();
                    sums[2] += (policy.clipped ? 1.0 : 0) / totals.targets();
                    sums[3] += (value.clipped ? 1.0 : 0) / totals.targets();
                });
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("loss", sums[0] + settings.valueCoef * sums[1]);
        shares.put("policy_loss", sums[0]);
        shares.put("value_loss", sums[1]);
        shares.put("clipped", sums[2]);
        shares.put("value_clipped", sums[3]);
        shares.put("kl", sums[4]);
        return shares;
    }

    /**
     * A loss of a token.
     *
     * @param slope its derivative by the log-probability or by the value
     * @param clipped whether the limit decides
     */
    private record Part(double loss, double slope, boolean clipped) {}

    private interface TokenSink {
        void take(int token, Part policy, Part value, double kl);
    }

    private void each(Batch batch, float[] outputs, TokenSink sink) {
        int tokens = batch.numTargets();
        int token = 0;
        for (String origin : batch.origins()) {
            Lesson lesson = lessons.get(origin);
            if (lesson == null) {
                throw new IllegalStateException("nothing is known of the answers to " + origin);
            }
            for (int i = 0; i < lesson.drawn().length; i++, token++) {
                sink.take(
                        token,
                        policy(outputs[token] - (double) lesson.drawn()[i], lesson.advantages()[i]),
                        value(outputs[tokens + token], lesson.values()[i], lesson.returns()[i]),
                        lesson.kl()[i]);
            }
        }
        if (token != tokens) {
            throw new IllegalStateException("%d tokens, %d known".formatted(tokens, token));
        }
    }

    private Part policy(double logRatio, double advantage) {
        double ratio = Math.exp(logRatio);
        double within = Math.max(1 - settings.clip, Math.min(1 + settings.clip, ratio));
        boolean clipped = -within * advantage > -ratio * advantage;
        return new Part(
                -(clipped ? within : ratio) * advantage, clipped ? 0 : -ratio * advantage, clipped);
    }

    private Part value(double value, double before, double gained) {
        double within =
                Math.max(before - settings.valueClip, Math.min(before + settings.valueClip, value));
        double off = value - gained;
        double offWithin = within - gained;
        boolean clipped = offWithin * offWithin > off * off;
        double counts = clipped ? offWithin : off;
        return new Part(counts * counts / 2, clipped ? 0 : off, clipped);
    }
}
