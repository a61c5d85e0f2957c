package dev.cria.trainer.optim;

/** The learning rate of every step, a pure function of the step. */
@FunctionalInterface
public interface LearningRate {

    /** The rate of a step, counted from 0. */
    double at(long step);
}
