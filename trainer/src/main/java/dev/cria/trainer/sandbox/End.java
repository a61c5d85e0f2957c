package dev.cria.trainer.sandbox;

/** Why a program is no longer running. */
public enum End {
    /** It ended by itself, or a signal ended it. */
    EXIT,
    /** It worked or took too long. */
    TIME,
    /** Its processes had too much memory. */
    MEMORY,
    /** It wrote too much to its standard output. */
    OUTPUT
}
