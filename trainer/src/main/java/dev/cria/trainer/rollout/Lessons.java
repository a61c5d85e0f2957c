package dev.cria.trainer.rollout;

import java.util.List;

/**
 * What there is to be learnt from answers.
 *
 * @param <L> of the answers to one prompt
 */
@FunctionalInterface
public interface Lessons<L> {

    /** One for each experience of a round, in their order. */
    List<L> of(List<Experience> round);
}
