package dev.cria.trainer.generate;

/** Why an answer ended. */
public enum Finish {
    /** A token that ends texts. */
    STOP_TOKEN,
    /** A text at which to stop. */
    STOP_TEXT,
    /** What it had to be is complete. */
    COMPLETE,
    /** As many tokens as were asked for. */
    LENGTH,
    /** Nobody wants it any more. */
    CANCELLED
}
