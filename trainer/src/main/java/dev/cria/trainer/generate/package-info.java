/**
 * Continues many texts at once. {@link dev.cria.trainer.generate.GenerationEngine} takes requests;
 * their keys and values lie in pages that texts with a common beginning share.
 */
package dev.cria.trainer.generate;
