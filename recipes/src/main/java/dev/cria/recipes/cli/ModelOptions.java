package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.adapt.AdapterCombination;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The model that a command works with. */
final class ModelOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face folder")
    Path model;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "PEFT adapter on it; of several, each is put on the result of the last")
    List<Path> adapters = List.of();

    @Option(
            names = "--adapter-weight",
            paramLabel = "W",
            description = "for each adapter: all become one, their updates added by weight")
    List<Double> weights = List.of();

    @Option(
            names = "--combination-type",
            defaultValue = "CAT",
            description = "how: ${COMPLETION-CANDIDATES}; cat is exact, linear keeps the rank")
    AdapterCombination how;

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
        if (!weights.isEmpty() && weights.size() != adapters.size()) {
            throw new UserException(
                    "--adapter-weight: %d weights for %d adapters; give one for each, or none"
                            .formatted(weights.size(), adapters.size()));
        }
        return OpenPolicy.open(engine, model, Adapters.of(adapters, weights, how));
    }
}
