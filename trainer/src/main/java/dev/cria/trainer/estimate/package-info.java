/** What a training run costs, from its shapes: products of matrices, memory and time. */
package dev.cria.trainer.estimate;
