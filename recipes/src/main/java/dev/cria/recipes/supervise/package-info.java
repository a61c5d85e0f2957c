/** Starts a run, watches over it, and starts it again when it dies, hangs or blows up. */
package dev.cria.recipes.supervise;
