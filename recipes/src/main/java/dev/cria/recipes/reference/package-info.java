/**
 * What the keys of recipes are, for readers and editors: made from the schema, never written by
 * hand.
 */
package dev.cria.recipes.reference;
