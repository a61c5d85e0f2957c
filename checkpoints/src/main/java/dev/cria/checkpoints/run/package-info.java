/** The checkpoints of a run: verified, atomic, the newest valid one wins. */
package dev.cria.checkpoints.run;
