package dev.cria.checkpoints.peft;

import dev.cria.checkpoints.UserException;
import java.util.List;

/**
 * How low-rank adapters (<a href="https://arxiv.org/abs/2106.09685">LoRA</a>) are attached.
 *
 * @param rank of the two factors
 * @param dropout probability on the adapter's input while training
 * @param targetModules the last parts of the adapted modules' names, {@code q_proj} for one
 * @param rsLora whether the scale divides by the root of the rank (<a
 *     href="https://arxiv.org/abs/2312.03732">rsLoRA</a>)
 * @param baseModel the name or folder of the model that is adapted, may be null
 */
public record LoraConfig(
        int rank,
        double alpha,
        double dropout,
        List<String> targetModules,
        boolean rsLora,
        String baseModel) {

    /** The modules of a Llama layer that can be adapted. */
    public static final List<String> ALL_TARGETS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    /**
     * @throws UserException when a value is impossible or a target is not a linear map of a layer
     */
    public LoraConfig {
        targetModules = List.copyOf(targetModules);
        require(rank > 0, "rank must be positive, got " + rank);
        require(alpha > 0 && alpha < 1e9, "alpha must be positive, got " + alpha);
        require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), got " + dropout);
        require(!targetModules.isEmpty(), "target_modules is empty");
        for (String target : targetModules) {
            require(
                    ALL_TARGETS.contains(target),
                    "target_modules names " + target + ", expected some of " + ALL_TARGETS);
        }
    }

    /** By what the product of the factors is multiplied. */
    public double scale() {
        return alpha / (rsLora ? Math.sqrt(rank) : rank);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new UserException("LoRA config: " + message);
        }
    }
}
