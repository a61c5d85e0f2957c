/** The README.md of an exported model: what it is, where it comes from, how to load it. */
package dev.cria.recipes.card;
