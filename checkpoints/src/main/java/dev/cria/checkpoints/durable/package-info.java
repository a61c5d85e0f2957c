/** Files and folders that are complete or absent, and the lock on a run. */
package dev.cria.checkpoints.durable;
