/**
 * Documents that say the same in other words: SemDeDup (Abbas et al., arXiv 2303.09540) over
 * sentence embeddings of models that run in the process.
 */
package dev.cria.data.dedup.semantic;
