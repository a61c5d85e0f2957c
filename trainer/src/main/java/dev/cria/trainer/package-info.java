/** Cria's trainer module. */
package dev.cria.trainer;
