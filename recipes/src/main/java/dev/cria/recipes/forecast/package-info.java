/** What a recipe will need: memory and time, before anything is run. */
package dev.cria.recipes.forecast;
