/**
 * What others load: folders of Hugging Face, GGUF, merged models, tried before they are published.
 */
package dev.cria.recipes.job.export;
