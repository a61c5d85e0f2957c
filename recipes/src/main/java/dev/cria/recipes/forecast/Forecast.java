package dev.cria.recipes.forecast;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.estimate.MachineSpeed;
import dev.cria.trainer.estimate.MemoryEstimate;
import dev.cria.trainer.estimate.ProcessMemory;
import dev.cria.trainer.estimate.TimeEstimate;
import dev.cria.trainer.estimate.TrainingShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a training stage will need.
 *
 * @param model the shape that it trains
 * @param teacher the one that it learns from; null where there is none
 * @param lengths of its examples; null where they are not here yet
 * @param seed of the order of its rows
 */
public record Forecast(
        Stage stage,
        LlamaConfig model,
        LlamaConfig teacher,
        Lengths lengths,
        long seed,
        Batches batches,
        TrainingShape shape,
        MemoryEstimate memory) {

    private static final Set<String> TRAINING = Set.of("pretrain", "sft", "dpo", "distill");

    /** The stages of a recipe that can be forecast. */
    public static List<Stage> stages(Recipe recipe) {
        return recipe.stages().stream().filter(stage -> TRAINING.contains(stage.type())).toList();
    }

    /** The forecast of a stage; null where the shape of its model cannot be known yet. */
    public static Forecast of(Recipe recipe, Stage stage) {
        StageModels models = new StageModels(recipe);
        LlamaConfig model = models.of(stage);
        if (model == null) {
            return null;
        }
        Lengths lengths = null;
        Path folder = models.tokenizer(stage);
        if (folder != null) {
            try (Tokenizer tokenizer = Tokenizers.load(folder)) {
                lengths = Lengths.of(stage, tokenizer);
            }
        }
        LlamaConfig teacher = models.teacher(stage);
        return of(stage, model, teacher, lengths, TrainingSeeds.of(recipe, stage, "order"));
    }

    /** The same with other settings. */
    Forecast with(Stage other) {
        Lengths shorter = lengths == null ? null : lengths.upTo(other.integer("max_seq_len"));
        return of(other, model, teacher, shorter, seed);
    }

    private static Forecast of(
            Stage stage, LlamaConfig model, LlamaConfig teacher, Lengths lengths, long seed) {
        Batches batches = Batches.of(stage, lengths, model.vocabSize(), seed);
        TrainingShape shape = new Shapes(stage, model, teacher, batches).shape();
        MemoryEstimate memory = MemoryEstimate.of(shape, ProcessMemory.of(model));
        return new Forecast(stage, model, teacher, lengths, seed, batches, shape, memory);
    }

    /** Seconds of a step of mean batches. */
    public TimeEstimate time(MachineSpeed machine) {
        return TimeEstimate.of(shape, batches.mean(), machine);
    }

    /** Tokens of such a step. */
    public long tokensPerStep() {
        return batches.mean().tokens() * shape.levers().batchesPerStep();
    }
}
