/**
 * Curation on a cluster of Apache Spark. The steps and what becomes of their verdicts are those of
 * {@link dev.cria.data.curate.Curator}; Spark's executors are its workers.
 */
package dev.cria.data.spark;
