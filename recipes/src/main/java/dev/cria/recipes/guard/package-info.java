/** Safety of texts by a model that was made to judge it. */
package dev.cria.recipes.guard;
