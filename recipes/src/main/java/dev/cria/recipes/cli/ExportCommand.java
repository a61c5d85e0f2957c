package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.GgufType;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.Exporter;
import dev.cria.recipes.job.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Writes a model, its adapter merged in, for others to load.")
final class ExportCommand implements Callable<Integer> {

    /** Layouts. */
    enum Format {
        /** One file for llama.cpp and Ollama. */
        GGUF,
        /** A folder for transformers and vLLM. */
        HF
    }

    @Mixin ModelOptions model;

    @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}")
    Format format;

    @Option(
            names = "--quantization",
            defaultValue = "f16",
            description = "${COMPLETION-CANDIDATES}")
    GgufType quantization;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "new file or folder")
    Path output;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw new UserException(output + ": exists already and is not overwritten");
        }
        if (format == Format.HF && quantization.isQuantized()) {
            throw new UserException(
                    "--quantization %s goes with --format gguf; hf takes f32, f16 and bf16"
                            .formatted(quantization));
        }
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = model.open(engine)) {
            if (format == Format.GGUF) {
                new Exporter(opened, DType.F32, Exporter.DEFAULT_SHARD).gguf(output, quantization);
            } else {
                DType dtype = DType.valueOf(quantization.name());
                new Exporter(opened, dtype, Exporter.DEFAULT_SHARD)
                        .huggingFace(opened.policy(), output);
            }
        }
        System.out.println("wrote " + output);
        return 0;
    }
}
