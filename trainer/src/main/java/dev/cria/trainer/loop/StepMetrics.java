package dev.cria.trainer.loop;

import java.util.Map;

/**
 * What an optimizer step did.
 *
 * @param stage name of the stage
 * @param step counted from 1
 * @param totalSteps length of the stage
 * @param loss the step's loss
 * @param gradNorm global L2 norm of the gradients before clipping
 * @param learningRate the rate that the step used
 * @param tokens tokens that ran through the model in this step
 * @param tokensPerSecond the same by time
 * @param seconds time of the step
 * @param extras other figures of the objective, such as reward_accuracy
 */
public record StepMetrics(
        String stage,
        long step,
        long totalSteps,
        double loss,
        double gradNorm,
        double learningRate,
        long tokens,
        double tokensPerSecond,
        double seconds,
        Map<String, Double> extras) {}
