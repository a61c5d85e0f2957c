/**
 * Answers that are JSON whatever the model would say: a grammar over bytes, of which the tokens
 * that may follow are found.
 */
package dev.cria.trainer.generate.json;
