package dev.cria.checkpoints.merge;

/** How weights of several models become one, with the meaning that mergekit gives the names. */
public enum MergeMethod {
    /** The mean by weight. */
    LINEAR,
    /** The base and the weighted sum of what each model adds to it (Ilharco et al. 2022). */
    TASK_ARITHMETIC,
    /**
     * As task arithmetic, but of each model's additions only the largest count, and of these only
     * those of the sign that has the larger sum; their mean by weight is added (Yadav et al. 2023,
     * arXiv:2306.01708).
     */
    TIES;

    /** Whether it works on differences from a base. */
    public boolean needsBase() {
        return this != LINEAR;
    }
}
