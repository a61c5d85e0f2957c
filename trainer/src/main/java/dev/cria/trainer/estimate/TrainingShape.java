package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;

/**
 * All that the memory of a training run follows from.
 *
 * @param tuning what of the model trains
 * @param frozen how weights that do not train are held
 * @param largest the batch with the most tokens
 * @param usedRows rows of the embeddings whose tokens occur in the data
 * @param trainsFile whether weights that train begin as pages of their file, so that rows of
 *     embeddings that are never changed take no memory
 * @param levers what trades memory for time
 * @param teacher what the model is compared with; null where there is none
 */
public record TrainingShape(
        LlamaConfig model,
        Tuning tuning,
        Storage frozen,
        BatchShape largest,
        long usedRows,
        boolean trainsFile,
        Levers levers,
        Teacher teacher) {

    /** Bytes of an fp32 number, in which everything is computed. */
    static final int FP32 = 4;

    /** Of a run without a teacher. */
    public TrainingShape(
            LlamaConfig model,
            Tuning tuning,
            Storage frozen,
            BatchShape largest,
            long usedRows,
            boolean trainsFile,
            Levers levers) {
        this(model, tuning, frozen, largest, usedRows, trainsFile, levers, null);
    }

    /**
     * A model whose probabilities are learnt.
     *
     * @param storage how its weights lie in memory
     * @param stays whether it is there while the other trains, and not before only
     */
    public record Teacher(LlamaConfig model, Storage storage, boolean stays) {

        /** Bytes of all its weights. */
        long bytes() {
            long norms = 2L * model.hiddenSize() * model.numLayers();
            return Math.round(
                    Elements.linears(model) * model.numLayers() * storage.matrixBytes()
                            + (norms + Elements.outside(model)) * storage.otherBytes());
        }
    }

    /**
     * How weights that do not train lie in memory.
     *
     * @param matrixBytes of a number in the matrices of layers; scales of blocks included
     * @param otherBytes of a number in embeddings, head and norms
     * @param mapped whether they stay in their file, and are read from it as they are needed
     */
    public record Storage(double matrixBytes, double otherBytes, boolean mapped) {

        /** fp32 in memory of its own. */
        public static final Storage RESIDENT = new Storage(FP32, FP32, false);

        /** Whether matrices are made fp32 a layer at a time. */
        boolean unpacks() {
            return matrixBytes != FP32;
        }
    }

    /**
     * What trades memory for time.
     *
     * @param batchesPerStep batches whose gradients are added up
     * @param checkpointEvery one of so many layers is run again instead of being kept; 0: none
     * @param offload whether what is kept waits in a file
     * @param optimizerInBackward whether gradients are used up layer by layer
     * @param momentBytes of each of the optimizer's two moments, for each number that trains
     * @param movingAverage whether an average of the weights is kept
     */
    public record Levers(
            int batchesPerStep,
            int checkpointEvery,
            boolean offload,
            boolean optimizerInBackward,
            double momentBytes,
            boolean movingAverage) {

        /** None of them. */
        public static final Levers NONE = new Levers(1, 0, false, false, FP32, false);
    }

    /** Whether the layer is run again in the backward pass. */
    boolean runsAgain(int layer) {
        return levers.checkpointEvery > 0 && layer % levers.checkpointEvery == 0;
    }

    /** Bytes of what does not train, the adapter not among it. */
    long frozenBytes() {
        boolean adapter = tuning.rank() > 0;
        int layers = adapter ? model.numLayers() : model.numLayers() - tuning.layers();
        long outside = tuning.vocabulary() ? 0 : Elements.outside(model);
        long norms = 2L * model.hiddenSize() * layers;
        return Math.round(
                Elements.linears(model) * layers * frozen.matrixBytes()
                        + (norms + outside) * frozen.otherBytes());
    }
}
