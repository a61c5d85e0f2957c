package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.Shape;
import java.util.List;

/**
 * What of a model trains.
 *
 * @param rank of the low-rank factors; 0 where the weights themselves train
 * @param targets last parts of the names of the linear maps with factors, such as q_proj
 * @param layers how many layers train, counted from the output
 * @param vocabulary whether the embeddings, the last norm and the head train
 */
public record Tuning(int rank, List<String> targets, int layers, boolean vocabulary) {

    /** All weights. */
    public static Tuning full(LlamaConfig model) {
        return new Tuning(0, List.of(), model.numLayers(), true);
    }

    /** The last layers alone. */
    public static Tuning freeze(int layers) {
        return new Tuning(0, List.of(), layers, false);
    }

    /** Low-rank factors on the given linear maps of every layer. */
    public static Tuning lora(LlamaConfig model, int rank, List<String> targets) {
        return new Tuning(rank, List.copyOf(targets), model.numLayers(), false);
    }

    /** Whether a layer, counted from the input, trains. */
    boolean trains(LlamaConfig model, int layer) {
        return layer >= model.numLayers() - layers;
    }

    /** Numbers that training changes in a layer that trains. */
    long ofLayer(LlamaConfig model) {
        return rank == 0 ? Elements.layer(model) : factors(model);
    }

    /** Numbers in the low-rank factors of a layer: rank x (inputs + outputs) for each target. */
    long factors(LlamaConfig model) {
        long elements = 0;
        for (String part : LlamaTensors.PROJECTIONS) {
            if (hasFactors(part)) {
                Shape shape = LlamaTensors.projection(model, part);
                elements += rank * (shape.dims().get(0) + shape.dims().get(1));
            }
        }
        return elements;
    }

    boolean hasFactors(String part) {
        return rank > 0 && targets.stream().anyMatch(target -> ("." + part).endsWith("." + target));
    }

    /** Numbers that training changes outside of the layers, tied embeddings once. */
    long outside(LlamaConfig model) {
        return vocabulary ? Elements.outside(model) : 0;
    }

    /** All numbers that training changes. */
    public long total(LlamaConfig model) {
        return ofLayer(model) * layers + outside(model);
    }
}
