/** Weights in memory, in mapped files and as codes of few bits. */
package dev.cria.trainer.weight;
