package dev.cria.trainer.optim;

import ai.djl.ndarray.NDArray;

/**
 * The gradient of a table of which few rows were used: a batch's token embeddings.
 *
 * @param rows the rows that have a gradient, each once [R], int64
 * @param values their gradients [R, D]
 */
public record RowGradient(NDArray rows, NDArray values) {}
