package dev.cria.data.dataset;

/** What happens to an example that is longer than the longest sequence. */
public enum ExcessLength {
    /** It is left out and counted. */
    DROP,
    /** Its end is cut off; where nothing remains to be learnt it is left out. */
    TRUNCATE,
    /** It is cut into pieces, each an example; for plain text. */
    CUT,
    /** It is an error. */
    ERROR
}
