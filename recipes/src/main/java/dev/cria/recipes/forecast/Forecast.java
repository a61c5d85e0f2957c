package dev.cria.recipes.forecast;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.StageTemplate;
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

    private static final Set<String> TRAINING =
            Set.of("pretrain", "sft", "dpo", "distill", "rm", "grpo");

    /** The stages of a recipe that can be forecast. */
    public static List<Stage> stages(Recipe recipe) {
        return recipe.stages().stream()
                .filter(stage -> TRAINING.contains(stage.type()) || draws(stage))
                .toList();
    }

    /** Whether a stage draws answers and trains nothing. */
    public static boolean draws(Stage stage) {
        return stage.type().equals("rejection_sampling");
    }

    /** What a stage needs that draws answers; null where its model cannot be known yet. */
    static Drawing drawing(Recipe recipe, Stage stage) {
        StageModels models = new StageModels(recipe);
        LlamaConfig model = models.of(stage);
        Path rewarding = stage.path("reward_model");
        return model == null
                ? null
                : Drawing.ofPicked(
                        stage,
                        model,
                        rewarding == null ? null : models.in(rewarding),
                        lengths(models, stage));
    }

    /** The forecast of a stage; null where the shape of its model cannot be known yet. */
    public static Forecast of(Recipe recipe, Stage stage) {
        StageModels models = new StageModels(recipe);
        LlamaConfig model = models.of(stage);
        return model == null
                ? null
                : of(
                        stage,
                        model,
                        models.teacher(stage),
                        lengths(models, stage),
                        TrainingSeeds.of(recipe, stage, "order"));
    }

    /** Of the rows of a stage; null where they or the tokenizer are not here yet. */
    static Lengths lengths(StageModels models, Stage stage) {
        Path folder = models.tokenizer(stage);
        if (folder == null) {
            return null;
        }
        try (Tokenizer tokenizer = StageTemplate.tokenizer(stage, folder)) {
            return Lengths.of(stage, tokenizer);
        }
    }

    /** What drawing the answers of a step needs; null of stages that draw none. */
    Drawing drawing() {
        return stage.type().equals("grpo") ? Drawing.ofStep(stage, model, lengths) : null;
    }

    /** The same with other settings. */
    Forecast with(Stage other) {
        boolean cut = lengths != null && !stage.type().equals("grpo");
        return of(
                other,
                model,
                teacher,
                cut ? lengths.upTo(other.integer("max_seq_len")) : lengths,
                seed);
    }

    private static Forecast of(
            Stage stage, LlamaConfig written, LlamaConfig teacher, Lengths lengths, long seed) {
        // A reward model has no head of the vocabulary's size: as if that were the embeddings.
        LlamaConfig model =
                stage.type().equals("rm")
                        ? written.toBuilder().scores(false).tieWordEmbeddings(true).build()
                        : written;
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
