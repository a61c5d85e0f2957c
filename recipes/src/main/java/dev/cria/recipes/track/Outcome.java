package dev.cria.recipes.track;

/** How a stage ended in this process. */
public enum Outcome {
    /** All of it is done. */
    DONE,
    /** The user has stopped it; it can go on. */
    STOPPED,
    /** It failed. */
    FAILED
}
