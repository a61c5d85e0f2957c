package dev.cria.data.chat;

/** Which parts of a conversation carry loss. */
public enum TrainOn {
    /** What the assistant says, and the ends of its turns. */
    ASSISTANT,
    /** The same, of its last turn only. */
    LAST,
    /** Every token but the first, which nothing predicts. */
    ALL
}
