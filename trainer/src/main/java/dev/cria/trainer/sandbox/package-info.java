/** Programs that nobody has read, run where they can do no harm: docs/sandbox.md. */
package dev.cria.trainer.sandbox;
