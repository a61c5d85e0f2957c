package dev.cria.trainer.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.trainer.engine.Engine;

/**
 * How far a student's probabilities are from its teacher's, in nats.
 *
 * @param jensenShannon whether both are compared with their mixture
 * @param share of KL(teacher|student), the rest being KL(student|teacher); of the teacher in the
 *     mixture with {@code jensenShannon}
 * @param temperature by which the logits of both are divided
 */
public record Divergence(boolean jensenShannon, double share, double temperature) {

    /** KL(teacher|student): covers all that the teacher finds probable (Hinton et al. 2015). */
    public static Divergence forwardKl(double temperature) {
        return new Divergence(false, 1, temperature);
    }

    /** KL(student|teacher): keeps to what the teacher finds probable (MiniLLM, Gu et al. 2023). */
    public static Divergence reverseKl(double temperature) {
        return new Divergence(false, 0, temperature);
    }

    /**
     * Both.
     *
     * @param share of KL(teacher|student)
     */
    public static Divergence symmetricKl(double share, double temperature) {
        return new Divergence(false, share, temperature);
    }

    /**
     * The generalised divergence of Jensen and Shannon (GKD, Agarwal et al. 2023, arXiv:2306.13649,
     * equation 1); divided by {@code beta} it nears KL(teacher|student) as that nears 0.
     *
     * @param beta share of the teacher, above 0 and below 1
     */
    public static Divergence jensenShannon(double beta, double temperature) {
        return new Divergence(true, beta, temperature);
    }

    /** As kernels read it. */
    NDArray numbers(NDManager scope) {
        return Engine.settings(scope, jensenShannon ? 1 : 0, share, temperature);
    }
}
