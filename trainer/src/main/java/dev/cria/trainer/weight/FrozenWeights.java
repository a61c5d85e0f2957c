package dev.cria.trainer.weight;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * How to keep the weights that training does not change.
 *
 * @param type what the matrices of layers are stored as; embeddings, head and norms keep their
 *     precision
 * @param cacheFolder where the files of quantised weights lie, made when needed; null if there are
 *     none
 * @param isTrained which weights, by name, are trained after all, and so are kept in fp32
 * @param progress is told of quantising, which takes minutes for large models
 */
public record FrozenWeights(
        BaseType type, Path cacheFolder, Predicate<String> isTrained, Progress progress) {

    /** Is told how many weights of all have been quantised. */
    public interface Progress {

        /** Called after each matrix. */
        void at(long done, long total);
    }

    FrozenWeights withType(BaseType other) {
        return new FrozenWeights(other, cacheFolder, isTrained, progress);
    }

    /** Nothing is trained. */
    public static FrozenWeights all(BaseType type, Path cacheFolder) {
        return new FrozenWeights(type, cacheFolder, name -> false, (done, total) -> {});
    }
}
