package dev.cria.trainer.rollout;

import dev.cria.trainer.loss.ProximalObjective.Lesson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Advantages and returns of PPO. The reward of a token is {@code -klCoef (log p - log reference)};
 * the last one's has the reward of its answer too. Advantages are estimated as by Schulman et al.
 * 2016 (GAE, arXiv:1506.02438, equation 16), and then have mean 0 and deviation 1 over all tokens
 * of the round.
 *
 * <p>An answer ends with its last token. TRL takes one more token into account, the first one of
 * padding, where there is padding.
 *
 * @param gamma how much less a reward counts for each token that it comes later
 * @param lambda from 0, trust in values, to 1, in what was gained
 * @param klCoef pull towards the reference
 * @param missingEndPenalty taken off the reward of an answer that did not end by itself
 * @param whitenRewards whether rewards of tokens are brought to a deviation of 1 around their mean
 */
public record ProximalLessons(
        double gamma, double lambda, double klCoef, double missingEndPenalty, boolean whitenRewards)
        implements Lessons<Lesson> {

    private static final double EPSILON = 1e-8;

    @Override
    public List<Lesson> of(List<Experience> round) {
        List<double[]> rewards = new ArrayList<>();
        round.forEach(experience -> rewards.add(rewards(experience)));
        if (whitenRewards) {
            whiten(rewards, mean(rewards));
        }
        List<double[]> advantages = new ArrayList<>();
        List<double[]> returns = new ArrayList<>();
        for (int i = 0; i < round.size(); i++) {
            float[] values = round.get(i).values();
            double[] own = advantages(round.get(i), rewards.get(i));
            double[] gained = own.clone();
            for (int token = 0; token < gained.length; token++) {
                gained[token] += values[token];
            }
            advantages.add(own);
            returns.add(gained);
        }
        whiten(advantages, 0);
        List<Lesson> lessons = new ArrayList<>();
        for (int i = 0; i < round.size(); i++) {
            Experience experience = round.get(i);
            lessons.add(
                    new Lesson(
                            experience.drawn(),
                            experience.values(),
                            advantages.get(i),
                            returns.get(i),
                            kl(experience)));
        }
        return lessons;
    }

    /** Of every token of the answers to a prompt. */
    private double[] rewards(Experience experience) {
        double[] rewards = kl(experience);
        Arrays.setAll(rewards, i -> -klCoef * rewards[i]);
        Rollout rollout = experience.rollout();
        int end = 0;
        for (int answer = 0; answer < rollout.answers().size(); answer++) {
            end += rollout.answers().get(answer).length;
            rewards[end - 1] +=
                    rollout.rewards()[answer]
                            - (rollout.finished()[answer] ? 0 : missingEndPenalty);
        }
        return rewards;
    }

    /** Of every token; 0 without a reference. */
    private static double[] kl(Experience experience) {
        double[] kl = new double[experience.drawn().length];
        if (experience.reference() != null) {
            Arrays.setAll(kl, i -> experience.drawn()[i] - (double) experience.reference()[i]);
        }
        return kl;
    }

    private double[] advantages(Experience experience, double[] rewards) {
        double[] advantages = new double[rewards.length];
        int start = 0;
        for (int[] answer : experience.rollout().answers()) {
            double ahead = 0;
            double next = 0;
            for (int token = start + answer.length - 1; token >= start; token--) {
                double value = experience.values()[token];
                ahead = rewards[token] + gamma * next - value + gamma * lambda * ahead;
                advantages[token] = ahead;
                next = value;
            }
            start += answer.length;
        }
        return advantages;
    }

    /** To a deviation (with N - 1) of 1 and a given mean. */
    private static void whiten(List<double[]> all, double newMean) {
        double mean = mean(all);
        double squares = 0;
        long count = 0;
        for (double[] own : all) {
            for (double value : own) {
                squares += (value - mean) * (value - mean);
                count++;
            }
        }
        double deviation = Math.sqrt(squares / Math.max(1, count - 1) + EPSILON);
        all.forEach(own -> Arrays.setAll(own, i -> (own[i] - mean) / deviation + newMean));
    }

    private static double mean(List<double[]> all) {
        return all.stream().flatMapToDouble(Arrays::stream).average().orElseThrow();
    }
}
