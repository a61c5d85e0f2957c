/**
 * What stages read: rows of data sets, shards, prompts, and how they are told apart and shuffled.
 */
package dev.cria.recipes.job.rows;
