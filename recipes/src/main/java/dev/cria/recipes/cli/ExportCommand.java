package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.GgufType;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.job.export.ExportProbe;
import dev.cria.recipes.job.export.Exporter;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Writes a model, its adapter merged in, for others to load.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria export --model base --adapter runs/mine/sft/adapter --format gguf --quantization q4_k_m --output mine.gguf",
            "  cria export --model base --adapter runs/mine/sft/adapter --format hf --output merged"
        })
final class ExportCommand implements Callable<Integer> {

    /** Layouts. */
    enum Format {
        /** One file for llama.cpp and Ollama. */
        GGUF,
        /** One file with the adapter alone, for --lora of llama.cpp. */
        GGUF_LORA,
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

    @Option(
            names = "--max-shard-size",
            defaultValue = "5GB",
            paramLabel = "SIZE",
            description = "of a safetensors file: 500MB, 5GB; ${DEFAULT-VALUE}")
    String maxShardSize;

    @Option(
            names = "--no-verify",
            description = "does not load what was written to compare its answers with the model's")
    boolean unverified;

    @Option(
            names = "--verify-text",
            paramLabel = "FILE",
            description = "text to compare on; else one that comes with Cria")
    Path verifyText;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw new UserException(
                    output + ": exists already and is not overwritten; name another place");
        }
        if (format == Format.HF && quantization.isQuantized()) {
            throw new UserException(
                    "--quantization %s goes with --format gguf; hf takes f32, f16 and bf16"
                            .formatted(quantization));
        }
        if (format == Format.GGUF_LORA && quantization != GgufType.F32) {
            throw new UserException("--format gguf_lora goes with --quantization f32");
        }
        if (verifyText != null && (unverified || !Files.isRegularFile(verifyText))) {
            throw new UserException(
                    unverified
                            ? "--verify-text and --no-verify exclude each other"
                            : verifyText + ": no such file");
        }
        long shard = bytes(maxShardSize);
        String found;
        try (Engine engine = Engine.cpu();
                OpenPolicy opened = model.open(engine)) {
            ExportProbe probe = unverified ? null : ExportProbe.of(opened, verifyText);
            if (format == Format.GGUF_LORA) {
                if (opened.adapter() == null) {
                    throw new UserException("--format gguf_lora needs --adapter");
                }
                found = new Exporter(opened, DType.F32, shard, probe).ggufLora(output);
            } else if (format == Format.GGUF) {
                found = new Exporter(opened, DType.F32, shard, probe).gguf(output, quantization);
            } else {
                DType dtype = DType.valueOf(quantization.name());
                found =
                        new Exporter(opened, dtype, shard, probe)
                                .huggingFace(opened.policy(), output);
            }
        }
        System.out.println("wrote " + output);
        System.out.println((unverified ? "" : "verified: ") + found);
        return 0;
    }

    /** Sizes as transformers writes them, in decimal units. */
    private static long bytes(String size) {
        var parts =
                Pattern.compile("([0-9]{1,9})(B|KB|MB|GB)").matcher(size.toUpperCase(Locale.ROOT));
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new UserException("--max-shard-size: '%s' is no size; 5GB is".formatted(size));
        }
        long unit =
                switch (parts.group(2)) {
                    case "KB" -> 1_000L;
                    case "MB" -> 1_000_000L;
                    case "GB" -> 1_000_000_000L;
                    default -> 1L;
                };
        return Long.parseLong(parts.group(1)) * unit;
    }
}
