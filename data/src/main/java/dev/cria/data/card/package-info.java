/**
 * What is counted and kept of documents while they are curated, for the data card: sums that can be
 * put together from parts, in memory that does not grow with the corpus.
 */
package dev.cria.data.card;
