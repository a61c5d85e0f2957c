/** Measures Cria against the programs that users would run instead, and against the machine. */
package dev.cria.benchmarks;
