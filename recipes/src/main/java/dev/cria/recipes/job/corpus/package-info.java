/** Stages that make data: curation, tokenizers, shards of mixed sources. */
package dev.cria.recipes.job.corpus;
