package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaPresets;
import dev.cria.checkpoints.huggingface.RandomModel;
import dev.cria.recipes.job.policy.OpenPolicy;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "random-model",
        description =
                "Writes a model of random bf16 weights in a published shape, to measure with.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria random-model llama3.1-8b random --tokenizer models/Llama-3.1-8B"})
final class RandomModelCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "PRESET", description = "llama3.1-8b, for one")
    String preset;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "a new folder")
    Path folder;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "folder whose tokenizer is copied into it")
    Path tokenizer;

    @Option(names = "--seed", description = "of the weights; ${DEFAULT-VALUE}")
    long seed = 1;

    @Override
    public void run() {
        LlamaConfig config = LlamaPresets.ALL.get(preset);
        if (config == null) {
            throw new UserException(
                    "no preset is called %s; expected one of %s"
                            .formatted(preset, String.join(", ", LlamaPresets.ALL.keySet())));
        }
        List<Path> files = tokenizer == null ? List.of() : OpenPolicy.tokenizerFiles(tokenizer);
        if (tokenizer != null && files.isEmpty()) {
            throw new UserException(tokenizer + ": holds no tokenizer.json");
        }
        long start = System.nanoTime();
        RandomModel.write(folder, config, seed, files);
        System.out.printf(
                "wrote %,d parameters to %s in %d s%n",
                config.numParameters(), folder, (System.nanoTime() - start) / 1_000_000_000);
    }
}
