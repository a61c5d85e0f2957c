/** Files of other programs that are recognised by their first bytes, named, and never opened. */
package dev.cria.checkpoints.foreign;
