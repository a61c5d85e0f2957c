package dev.cria.recipes.job;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.RunLock;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.export.Exporter;
import dev.cria.recipes.job.export.MergeOutput;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.tune.PretrainJob;
import dev.cria.recipes.job.tune.TunedPolicy;
import dev.cria.recipes.recipe.KeyEffects;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.FinalWeights;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The mean of the newest checkpoints of a training stage, written as the stage writes its result: a
 * model, or an adapter. The stage need not have ended. What it trained is opened by the recipe that
 * the run folder holds, so the base and the tokenizer must still be where they were.
 */
public record CheckpointMean(Recipe recipe, Stage stage) {

    private static final String CHECKPOINTS = "checkpoints";

    /**
     * Finds the stage.
     *
     * @param folder a run folder with one training stage, or the folder {@code checkpoints/NAME} of
     *     one of its stages
     * @throws UserException when it is neither, naming what there is
     */
    public static CheckpointMean in(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        if (RunFolder.isOne(path)) {
            Recipe recipe = RunFolder.recipeOf(path);
            List<Stage> saved = recipe.stages().stream().filter(s -> saves(path, s)).toList();
            if (saved.size() != 1) {
                throw new UserException(
                        saved.isEmpty()
                                ? folder + ": holds no checkpoints of any stage"
                                : "%s: several stages have checkpoints; name one of %s"
                                        .formatted(folder, choices(path, saved)));
            }
            return new CheckpointMean(recipe, saved.get(0));
        }
        Path parent = path.getParent();
        boolean isStage = parent != null && parent.endsWith(CHECKPOINTS);
        if (!isStage || !RunFolder.isOne(parent.getParent())) {
            throw new UserException(
                    folder
                            + ": is neither the folder of a run nor checkpoints/NAME of a stage in one");
        }
        Path run = parent.getParent();
        Recipe recipe = RunFolder.recipeOf(run);
        String name = path.getFileName().toString();
        return recipe.stages().stream()
                .filter(stage -> stage.name().equals(name) && saves(run, stage))
                .findFirst()
                .map(stage -> new CheckpointMean(recipe, stage))
                .orElseThrow(() -> new UserException(folder + ": holds no checkpoints"));
    }

    private static boolean saves(Path run, Stage stage) {
        return KeyEffects.isTraining(stage.type())
                && Files.isDirectory(run.resolve(CHECKPOINTS).resolve(stage.name()));
    }

    private static String choices(Path run, List<Stage> stages) {
        Path checkpoints = run.resolve(CHECKPOINTS);
        return String.join(
                ", ", stages.stream().map(s -> checkpoints.resolve(s.name()).toString()).toList());
    }

    /** The run that the checkpoints belong to. */
    public Path run() {
        return recipe.outputDir();
    }

    /** What the stage trains, and so what is written: model or adapter. */
    public String kind() {
        boolean adapts =
                !stage.type().equals("pretrain")
                        && List.of("lora", "qlora").contains(stage.text("finetuning_type"));
        return adapts ? "adapter" : "model";
    }

    /** Writes the mean, as {@link #write}, while no run may change the checkpoints. */
    public String writeLocked(int count, Path target, MergeOutput output) {
        RunLock lock = RunLock.acquire(run());
        try {
            return write(count, target, output);
        } finally {
            lock.close();
        }
    }

    /**
     * Writes the mean, or nothing; answers of which steps, and how near it was found to be to what
     * was meant. Whoever calls must hold the lock of the run.
     *
     * @param count of how many checkpoints; those that a run saves when it is stopped do not count
     * @throws UserException when there are fewer
     */
    public String write(int count, Path target, MergeOutput output) {
        boolean isModel = kind().equals("model");
        if (!isModel && output.dtype() != DType.F32) {
            throw new UserException(
                    "dtype: an adapter is written in fp32, found " + output.dtype());
        }
        Path checkpoints = run().resolve(CHECKPOINTS).resolve(stage.name());
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = open(engine)) {
            CheckpointStore store = new CheckpointStore(checkpoints, Integer.MAX_VALUE);
            Policy policy = opened.policy();
            List<Long> steps =
                    new FinalWeights(engine, store, policy.parameters()).meanOfLast(count);
            if (steps.size() < count) {
                throw new UserException(
                        "%s: has %d checkpoints that were due by their step %s; expected %d. Ask for fewer, or train with checkpoint.save_steps and a larger save_total_limit"
                                .formatted(checkpoints, steps.size(), steps, count));
            }
            Exporter exporter = output.exporter(opened);
            String found =
                    isModel
                            ? exporter.huggingFace(policy, target)
                            : exporter.peft(target, folder -> {});
            return "mean of steps %s; %s".formatted(steps, found);
        }
    }

    private OpenPolicy open(Engine engine) {
        if (!stage.type().equals("pretrain")) {
            return TunedPolicy.open(engine, recipe, stage, (done, total) -> {});
        }
        Path start = stage.path("model_name_or_path");
        Path folder = start == null ? stage.path("tokenizer_path") : start;
        try (Tokenizer tokenizer = start == null ? Tokenizers.load(folder) : null) {
            return new OpenPolicy(
                    folder, Policy.of(PretrainJob.open(engine, recipe, stage, () -> tokenizer)));
        }
    }
}
