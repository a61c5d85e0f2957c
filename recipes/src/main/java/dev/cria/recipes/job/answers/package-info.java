/** Stages that learn from, or choose among, answers of a model. */
package dev.cria.recipes.job.answers;
