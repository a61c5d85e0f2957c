/** Strict reading of small JSON files that others wrote. */
package dev.cria.checkpoints.json;
