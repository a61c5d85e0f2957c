package dev.cria.recipes.library;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaPresets;

/**
 * A published model that the library has recipes for.
 *
 * @param preset its shape, and the folder of its recipes
 * @param title as people call it
 * @param repository on the Hugging Face hub, of the base model
 * @param teacher its preset's name, of the model that it learns from
 * @param fullRate learning rate of full fine-tuning
 * @param loraRate learning rate of adapters
 * @param rows examples that a step works on together; larger models get fewer, more often
 */
record LibraryModel(
        String preset,
        String title,
        String repository,
        String teacher,
        String fullRate,
        String loraRate,
        int rows) {

    /** What a batch comes to with accumulation, in rows. */
    private static final int BATCH = 16;

    private static final double BYTES_PER_GB = 1e9;

    LlamaConfig shape() {
        return LlamaPresets.ALL.get(preset);
    }

    /** Folder of the base model, as {@code hf download --local-dir models/NAME} makes it. */
    String baseFolder() {
        return repository.substring(repository.indexOf('/') + 1);
    }

    String instructFolder() {
        return baseFolder() + "-Instruct";
    }

    String instructRepository() {
        return repository + "-Instruct";
    }

    int accumulation() {
        return BATCH / rows;
    }

    /** GB of its files, which hold two bytes for each parameter. */
    double gigabytes() {
        return shape().numParameters() * 2 / BYTES_PER_GB;
    }
}
