/** Cria's checkpoints module. */
package dev.cria.checkpoints;
