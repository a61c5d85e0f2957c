/** What answers are worth. */
package dev.cria.trainer.reward;
