package dev.cria.trainer.model;

import ai.djl.ndarray.NDArray;

/**
 * A tensor that training changes.
 *
 * @param name its name in the checkpoint
 * @param value fp32 values, changed in place
 * @param decays whether weight decay applies; not for norms
 */
public record Parameter(String name, NDArray value, boolean decays) {}
