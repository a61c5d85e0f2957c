/** Removal of documents that were seen before. */
package dev.cria.data.dedup;
