package dev.cria.recipes.board;

import java.nio.file.Path;

/**
 * A run on the board.
 *
 * @param id its path within the folder of runs, with '/'; the folder's name where it is the run
 *     itself
 */
record RunDir(String id, Path path) {}
