/** A teacher's probabilities, kept in a file. */
package dev.cria.trainer.distill;
