/** Llama models as Hugging Face folders. */
package dev.cria.checkpoints.huggingface;
