/** What can be known of a recipe before it is run. */
package dev.cria.recipes.validate;
