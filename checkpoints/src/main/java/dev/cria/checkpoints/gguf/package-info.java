/**
 * GGUF, the format of llama.cpp and Ollama. <a
 * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">Specification</a>.
 */
package dev.cria.checkpoints.gguf;
