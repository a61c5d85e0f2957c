package dev.cria.recipes.recipe;

/** What it means for a stage that has begun when one of its keys changes. */
public enum KeyEffect {
    /** The stage ends with the same weights, bit for bit. */
    NONE,
    /** It ends with others, but can go on from its checkpoints. */
    RESULT,
    /** Its checkpoints hold a state that does not fit any more. */
    STATE
}
