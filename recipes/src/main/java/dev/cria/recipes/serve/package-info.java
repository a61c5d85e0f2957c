/** A model on the local network, by the interface that OpenAI's clients speak. */
package dev.cria.recipes.serve;
