/** Named, typed, shaped bytes: tensors as files know them, without an engine. */
package dev.cria.checkpoints.tensors;
