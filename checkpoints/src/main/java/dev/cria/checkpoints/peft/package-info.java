/** LoRA adapters as PEFT folders. */
package dev.cria.checkpoints.peft;
