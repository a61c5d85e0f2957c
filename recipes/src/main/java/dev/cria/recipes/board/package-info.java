/** A local web page that shows the runs of a folder while they go on. */
package dev.cria.recipes.board;
