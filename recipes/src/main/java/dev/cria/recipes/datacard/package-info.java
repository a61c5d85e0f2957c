/** The page about the documents of a curation: what was kept, what was dropped, why, examples. */
package dev.cria.recipes.datacard;
