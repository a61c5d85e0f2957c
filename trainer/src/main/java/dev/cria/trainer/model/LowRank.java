package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What adapts the linear modules of one layer, in the order of {@link LlamaLayer#LINEARS}; empty
 * arrays where a module is not adapted.
 *
 * @param a factors [rank, in]
 * @param b factors [out, rank]
 * @param dora for DoRA the magnitudes [out] of all modules, then the squared norms [out] of the
 *     rows of their weights; otherwise one empty array
 */
public record LowRank(List<NDArray> a, List<NDArray> b, List<NDArray> dora) {

    /** Whether a module is adapted. */
    public boolean adapts(int module) {
        return a.get(module).size() > 0;
    }

    /** Whether magnitudes of rows are learned too. */
    public boolean isDora() {
        return dora.size() > 1;
    }
}
