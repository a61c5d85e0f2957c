/** Rules of thumb of the published pipelines, as steps of one document, with their defaults. */
package dev.cria.data.heuristic;
