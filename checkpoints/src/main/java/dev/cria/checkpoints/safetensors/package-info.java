/**
 * The safetensors format: 8 bytes of header length, a JSON header, tensors without gaps. <a
 * href="https://github.com/huggingface/safetensors#format">Specification</a>.
 */
package dev.cria.checkpoints.safetensors;
