package dev.cria.recipes.cli;

import dev.cria.recipes.job.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model that a command works with. */
final class ModelOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face folder")
    Path model;

    @Option(names = "--adapter", paramLabel = "DIR", description = "PEFT adapter on it")
    Path adapter;

    OpenPolicy open(Engine engine) {
        return OpenPolicy.open(engine, model, adapter);
    }
}
