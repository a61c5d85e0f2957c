/**
 * ggml's formats of quantised blocks: what the bytes mean, and which levels and scales stand for
 * which floats. The searches are those of ggml-quants.c without an importance matrix, float
 * operation by float operation, so that the bytes are equal too.
 */
package dev.cria.checkpoints.gguf.blocks;
