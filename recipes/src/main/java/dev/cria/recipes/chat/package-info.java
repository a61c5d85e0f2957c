/** Conversations in the terminal. */
package dev.cria.recipes.chat;
