/** Cria's recipes module. */
package dev.cria.recipes;
