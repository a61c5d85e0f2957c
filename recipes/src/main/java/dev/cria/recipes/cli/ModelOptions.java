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

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, cuda or cuda:N; ${DEFAULT-VALUE}")
    String device = "auto";

    /** The engine of the device that was asked for. */
    Engine engine() {
        return Engine.on(device);
    }

    OpenPolicy open(Engine engine) {
        return OpenPolicy.open(engine, model, adapter);
    }
}
