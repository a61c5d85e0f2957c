package dev.cria.trainer.reward;

import java.util.ArrayList;
import java.util.List;

/** Says what answers to several prompts are worth; more is better. */
@FunctionalInterface
public interface Judge {

    /** For each prompt the worth of its answers, in their order. */
    List<double[]> rewards(List<Answered> all);

    /** Judges each answer by itself. */
    static Judge of(Reward rule) {
        return all ->
                all.stream()
                        .map(
                                one ->
                                        one.answers().stream()
                                                .mapToDouble(
                                                        answer ->
                                                                rule.of(
                                                                        one.prompt().prompt(),
                                                                        answer))
                                                .toArray())
                        .toList();
    }

    /** Adds what another judge says. */
    default Judge plus(Judge other) {
        return all -> {
            List<double[]> own = rewards(all);
            List<double[]> theirs = other.rewards(all);
            List<double[]> sums = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                double[] sum = own.get(i).clone();
                for (int answer = 0; answer < sum.length; answer++) {
                    sum[answer] += theirs.get(i)[answer];
                }
                sums.add(sum);
            }
            return sums;
        };
    }
}
