/** Cria's data module. */
package dev.cria.data;
