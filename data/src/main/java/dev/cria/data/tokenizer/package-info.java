/** Byte-level BPE tokenizers in the Llama 3 format: loading, training, encoding and decoding. */
package dev.cria.data.tokenizer;
