package dev.cria.checkpoints.peft;

import java.util.List;

/**
 * What an adapter is.
 *
 * @param rank width of the low-rank update
 * @param alpha its strength
 * @param dropout share of inputs that were dropped in training
 * @param targetModules names of linear modules, such as q_proj
 * @param rsLora whether alpha is divided by the root of the rank (Kalajdzievski 2023,
 *     arXiv:2312.03732) instead of the rank
 * @param baseModel name or path of the model that it belongs to
 */
public record LoraConfig(
        int rank,
        double alpha,
        double dropout,
        List<String> targetModules,
        boolean rsLora,
        String baseModel) {

    /** What the low-rank update is multiplied by. */
    public double scale() {
        return alpha / (rsLora ? Math.sqrt(rank) : rank);
    }
}
