/** Runs in processes of their own that are killed, stopped and hung, and must lose nothing. */
package dev.cria.recipes.crash;
