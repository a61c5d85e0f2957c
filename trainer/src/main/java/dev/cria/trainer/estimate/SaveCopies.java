package dev.cria.trainer.estimate;

import static dev.cria.trainer.estimate.TrainingShape.FP32;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;

/**
 * Memory for the copies from which checkpoints are written beside training: of all that trains, its
 * moments and its average. They are taken where they are free; training waits for its checkpoints
 * where they are not, so that they are no part of what a run must have.
 */
public final class SaveCopies {

    private SaveCopies() {}

    /** Bytes of the copies of a training. */
    public static long bytes(TrainingShape shape) {
        LlamaConfig model = shape.model();
        Tuning tuning = shape.tuning();
        double bytesEach =
                FP32
                        + 2 * shape.levers().momentBytes()
                        + (shape.levers().movingAverage() ? FP32 : 0);
        double bytes = tuning.layers() * layer(model, tuning) * bytesEach;
        if (tuning.vocabulary()) {
            EmbeddingRows rows =
                    new EmbeddingRows(model, shape.largest().tokens(), shape.usedRows());
            bytes += (Elements.vocabulary(model) + model.hiddenSize()) * bytesEach;
            if (!model.tieWordEmbeddings()) {
                double withoutMoments = bytesEach - 2 * shape.levers().momentBytes();
                bytes += Elements.vocabulary(model) * withoutMoments + 2 * rows.moment();
            }
        }
        return Math.round(bytes);
    }

    /** Numbers that train in a layer. */
    private static double layer(LlamaConfig model, Tuning tuning) {
        if (tuning.rank() > 0) {
            return tuning.factors(model);
        }
        long elements = 2L * model.hiddenSize();
        for (String name : LlamaTensors.PROJECTIONS) {
            elements += LlamaTensors.projection(model, name).elements();
        }
        return elements;
    }
}
