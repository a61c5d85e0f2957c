package dev.cria.trainer.loop;

import java.util.Map;

/**
 * What an optimizer step did.
 *
 * @param stage name of the stage
 * @param step counted from 1
 * @param totalSteps length of the stage
 * @param loss the step's loss; like the norm and the rate of tokens, no number where it was left
 *     out
 * @param gradNorm global L2 norm of the gradients before clipping
 * @param learningRate the rate that the step used
 * @param tokens tokens that ran through the model in this step
 * @param tokensPerSecond the same by time
 * @param seconds time of the step
 * @param extras other figures, such as reward_accuracy and eval_loss; 1 for skipped where the
 *     update was left out
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
