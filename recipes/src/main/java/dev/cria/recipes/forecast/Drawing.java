package dev.cria.recipes.forecast;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.MachineSpeed;
import dev.cria.trainer.estimate.ProcessMemory;
import dev.cria.trainer.pass.PagedCache;

/**
 * What a stage needs to draw answers to its prompts, all of them as long as they may be.
 *
 * @param model that answers
 * @param rewarding the reward model; null for none
 * @param prompts how many there are; 0 where that is not known
 * @param promptTokens of a prompt on average
 * @param together prompts that are answered at a time
 */
record Drawing(
        Stage stage,
        LlamaConfig model,
        LlamaConfig rewarding,
        long prompts,
        double promptTokens,
        int together) {

    /** Texts that stage rejection_sampling continues at a time. */
    private static final int RUNNING = 128;

    private static final int FP32 = 4;

    /** Choosing a token and keeping account of it, beside the products; see docs/performance.md. */
    private static final double SECONDS_PER_TOKEN = 0.65e-3;

    /** Of a stage that keeps answers. */
    static Drawing ofPicked(
            Stage stage, LlamaConfig model, LlamaConfig rewarding, Lengths lengths) {
        return of(
                stage,
                model,
                rewarding,
                lengths,
                Math.max(1, RUNNING / stage.integer("num_generations")));
    }

    /** Of a step of a stage that learns from its answers. */
    static Drawing ofStep(Stage stage, LlamaConfig model, Lengths lengths) {
        int together =
                stage.integer("per_device_train_batch_size")
                        * stage.integer("gradient_accumulation_steps");
        return of(stage, model, null, lengths, together);
    }

    private static Drawing of(
            Stage stage, LlamaConfig model, LlamaConfig rewarding, Lengths lengths, int together) {
        boolean known = lengths != null && lengths.tokens().length > 0;
        int answers = stage.integer("num_generations") * stage.integer("max_new_tokens");
        double promptTokens = 0;
        if (known) {
            for (int tokens : lengths.tokens()) {
                promptTokens += (double) (tokens - answers) / lengths.tokens().length;
            }
        } else {
            promptTokens = stage.integer("max_seq_len") - stage.integer("max_new_tokens");
        }
        long prompts = known && lengths.complete() ? lengths.tokens().length : 0;
        return new Drawing(stage, model, rewarding, prompts, promptTokens, together);
    }

    private int answers() {
        return stage.integer("num_generations");
    }

    private int newTokens() {
        return stage.integer("max_new_tokens");
    }

    /** Bytes of the keys and values of the texts that are continued together. */
    long cacheBytes() {
        double tokens = together * (promptTokens + (double) answers() * newTokens());
        return Math.round(tokens * PagedCache.bytesPerPage(model, DType.F32, 1));
    }

    /** Bytes of weights, those of mapped files left out: their copy in the processor's order. */
    long weightBytes() {
        return model.numParameters() * FP32
                + (rewarding == null || rewarding.dtype() == DType.F32
                        ? 0
                        : rewarding.numParameters() * FP32);
    }

    /** The process's own memory at its peak, in bytes. */
    long memory() {
        return weightBytes() + cacheBytes() + ProcessMemory.of(model);
    }

    /**
     * Seconds to answer the prompts of one batch, and to have the answers judged. A step multiplies
     * the weights with a row of each text and reads them once; prompts are multiplied once.
     */
    double seconds(MachineSpeed machine) {
        double texts = (double) together * answers();
        double parameters = (double) model.numParameters();
        double step =
                Math.max(
                        2 * parameters * texts / machine.flops(),
                        FP32 * parameters / machine.bytes());
        double prefill = 2 * parameters * together * promptTokens / machine.flops();
        double judged =
                rewarding == null
                        ? 0
                        : 2
                                * (double) rewarding.numParameters()
                                * together
                                * (promptTokens + (double) answers() * newTokens())
                                / machine.flops();
        return newTokens() * (step + texts * SECONDS_PER_TOKEN) + prefill + judged;
    }

    /** Seconds for all prompts; 0 where their number is not known. */
    double allSeconds(MachineSpeed machine) {
        return seconds(machine) * prompts / together;
    }
}
