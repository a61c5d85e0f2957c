package dev.cria.recipes.forecast;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaConfigJson;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.job.policy.NewModel;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shapes of the models that the stages of a recipe work on, written yet or not. */
record StageModels(Recipe recipe) {

    /** The shape of the model of a stage; null where it cannot be known yet. */
    LlamaConfig of(Stage stage) {
        if (stage.type().equals("merge")) {
            return merged(stage);
        }
        Path model = stage.path("model_name_or_path");
        if (model == null) {
            int vocabulary = vocabulary(stage.path("tokenizer_path"));
            return vocabulary == 0 ? null : NewModel.shape(stage, vocabulary).build();
        }
        return in(model);
    }

    /** The shape of the model that a stage learns from; null where there is none, or none known. */
    LlamaConfig teacher(Stage stage) {
        if (!stage.type().equals("distill")) {
            return null;
        }
        Path teacher = stage.path("teacher");
        boolean file = teacher.toString().endsWith(".topk") || Files.isRegularFile(teacher);
        return file ? null : in(teacher);
    }

    /** The shape of the model in a folder; null where it cannot be known yet. */
    LlamaConfig in(Path model) {
        if (Files.exists(model.resolve("config.json"))) {
            return LlamaConfigJson.read(model.resolve("config.json"));
        }
        Stage writer = writer(model);
        return writer == null ? null : of(writer);
    }

    /** A merge has the shape of any of its parts. */
    private LlamaConfig merged(Stage stage) {
        Path base = stage.path("model_name_or_path");
        Path checkpoints = stage.path("checkpoints");
        return in(
                base != null
                        ? base
                        : checkpoints != null ? checkpoints : stage.paths("models").get(0));
    }

    /** The folder with the tokenizer of a stage; null where it is not there yet. */
    Path tokenizer(Stage stage) {
        Path model = stage.path("model_name_or_path");
        Path folder = model == null ? stage.path("tokenizer_path") : model;
        return folder != null && Files.exists(folder.resolve("tokenizer.json")) ? folder : null;
    }

    private int vocabulary(Path folder) {
        if (folder != null && Files.exists(folder)) {
            try (Tokenizer tokenizer = Tokenizers.load(folder)) {
                return tokenizer.vocabSize();
            }
        }
        Stage writer = folder == null ? null : writer(folder);
        return writer == null || !writer.type().equals("tokenizer")
                ? 0
                : writer.integer("vocab_size");
    }

    /** The stage into whose folder a path leads; null if there is none with a model of its own. */
    private Stage writer(Path path) {
        for (Stage stage : recipe.stages()) {
            if (path.startsWith(recipe.outputDir().resolve(stage.name()))
                    || path.startsWith(
                            recipe.outputDir().resolve("checkpoints").resolve(stage.name()))) {
                return stage;
            }
        }
        return null;
    }
}
