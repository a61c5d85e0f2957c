package dev.cria.data.pipeline;

/** What decisions may also be: such as know which documents repeat one another. */
public interface Grouping {

    /** The documents that one is alike; null when it stands alone. */
    Group group(long ordinal);

    /**
     * Documents that are alike.
     *
     * @param kept the number within the corpus of the one that is kept
     * @param size of the group, at least 2
     */
    record Group(long kept, long size) {}
}
