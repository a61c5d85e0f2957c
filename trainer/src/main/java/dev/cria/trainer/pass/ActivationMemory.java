package dev.cria.trainer.pass;

/**
 * What is kept of the forward pass for the backward pass.
 *
 * @param checkpointEvery of every {@code checkpointEvery} layers one is run again instead of being
 *     kept (Chen et al. 2016, arXiv:1604.06174): 1 for all, 2 for every second; 0 keeps all
 * @param store where that waits
 */
public record ActivationMemory(int checkpointEvery, ActivationStore store) {

    /** Kept where it was made. */
    public ActivationMemory(int checkpointEvery) {
        this(checkpointEvery, ActivationStore.IN_PLACE);
    }

    /** Every layer is kept: the fastest. */
    public static final ActivationMemory KEEP = new ActivationMemory(0);

    /** Only the inputs of layers are kept: the least memory. */
    public static final ActivationMemory CHECKPOINT = new ActivationMemory(1);

    boolean runsAgain(int layer) {
        return checkpointEvery > 0 && layer % checkpointEvery == 0;
    }
}
