/** Recipes of other frameworks, turned into Cria's. */
package dev.cria.recipes.convert;
