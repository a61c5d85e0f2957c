/** Stages that learn from given text: pretraining, SFT, preferences, reward models. */
package dev.cria.recipes.job.tune;
