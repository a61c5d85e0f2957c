/** What programs that a model wrote are worth: tests, HumanEval, pass@k. */
package dev.cria.trainer.code;
