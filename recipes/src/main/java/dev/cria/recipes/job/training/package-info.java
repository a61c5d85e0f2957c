/** Training as every stage does it: steps, checkpoints, going on, watching, metrics. */
package dev.cria.recipes.job.training;
