package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The low-rank factors of one layer, in the order of {@link LlamaLayer#LINEARS}; empty arrays where
 * a module has none.
 *
 * @param a factors [rank, in]
 * @param b factors [out, rank]
 */
public record LowRank(List<NDArray> a, List<NDArray> b) {}
