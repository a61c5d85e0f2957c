/** Rows of a stage as its model will see them, for people. */
package dev.cria.recipes.preview;
