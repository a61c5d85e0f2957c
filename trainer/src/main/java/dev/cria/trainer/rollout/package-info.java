/** Answers that the model in training gives itself, and what is learnt from them. */
package dev.cria.trainer.rollout;
