package dev.cria.trainer.estimate;

/** What memory is used for. */
public enum Part {
    /** Weights of the model and of the adapter. */
    WEIGHTS("weights"),
    /** A teacher's weights. */
    TEACHER("teacher"),
    /** The optimizer's moments, and the moving average. */
    OPTIMIZER("optimizer"),
    /** Gradients of what trains. */
    GRADIENTS("gradients"),
    /** What the forward pass keeps for the backward pass. */
    ACTIVATIONS("activations"),
    /** What a layer or the head makes and drops again. */
    WORK("working memory"),
    /** Dropped, but not given back by the allocator. */
    RETAINED("free, kept by the allocator"),
    /** The Java machine, the engine and its buffers. */
    RUNTIME("Java and engine");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    /** For tables. */
    public String label() {
        return label;
    }
}
