package dev.cria.recipes.job.export;

import dev.cria.checkpoints.gguf.GgufExport;
import dev.cria.checkpoints.gguf.GgufFile;
import dev.cria.checkpoints.gguf.GgufTensors;
import dev.cria.checkpoints.gguf.GgufType;
import dev.cria.checkpoints.gguf.Modelfile;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.data.chat.FormatFiles;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.export.PolicyTensors;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes an opened model for others to load. Nothing stands at its place before it was loaded again
 * and answered as the model does.
 *
 * @param dtype type of safetensors weights
 * @param maxShardBytes size of a safetensors file
 * @param probe compares what was written with the model; null where that is not wanted
 */
public record Exporter(OpenPolicy opened, DType dtype, long maxShardBytes, ExportProbe probe) {

    /** 5 GB, as transformers. */
    public static final long DEFAULT_SHARD = 5_000_000_000L;

    /** What is said of a file that was not compared. */
    static final String UNCHECKED = "not verified";

    /** A Hugging Face folder; the adapter is merged where the policy has one. */
    public String huggingFace(Policy policy, Path target) {
        return huggingFace(policy, target, folder -> {});
    }

    /**
     * The same.
     *
     * @param card adds files to the folder
     */
    String huggingFace(Policy policy, Path target, Consumer<Path> card) {
        List<Path> files = OpenPolicy.companions(opened.folder());
        return Publication.of(
                target,
                folder -> {
                    ModelSaver.save(policy, folder, dtype, maxShardBytes, files);
                    FormatFiles.write(opened.format(), folder);
                    card.accept(folder);
                },
                folder ->
                        probe == null
                                ? UNCHECKED
                                : probe.folder(policy, folder, ExportBound.of(dtype.name())));
    }

    /** The adapter as a PEFT folder. */
    public String peft(Path target, Consumer<Path> card) {
        return Publication.of(
                target,
                folder -> {
                    opened.adapter().save(folder);
                    FormatFiles.write(opened.format(), folder);
                    card.accept(folder);
                },
                folder -> probe == null ? UNCHECKED : probe.adapter(opened.policy(), folder));
    }

    /** The adapter as a GGUF file. */
    public String ggufLora(Path target) {
        String name = opened.folder().toAbsolutePath().getFileName().toString();
        return Publication.of(
                target,
                file -> opened.adapter().saveGguf(file, opened.model().config(), name),
                file -> GgufFile.open(file).tensors().size() + " factors");
    }

    /** One GGUF file of the merged model per type, each with its Modelfile if asked. */
    Map<String, String> gguf(Path folder, List<String> types, boolean modelfiles) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String type : types) {
            Path file = folder.resolve("model-" + type.toUpperCase(Locale.ROOT) + ".gguf");
            if (!Files.exists(file)) {
                GgufType stored = GgufType.valueOf(type.toUpperCase(Locale.ROOT));
                found.put("gguf " + type, gguf(file, stored));
            }
            if (modelfiles) {
                LlamaConfig config = opened.policy().exportedConfig();
                Modelfile.of(
                                "./" + file.getFileName(),
                                opened.format().goTemplate(),
                                config.maxPositionEmbeddings())
                        .write(folder.resolve("Modelfile." + type));
            }
        }
        return found;
    }

    /** A GGUF file of the merged model. */
    public String gguf(Path target, GgufType type) {
        return Publication.of(
                target,
                file -> writeGguf(file, type),
                file -> probe == null ? UNCHECKED : verifyGguf(file, ExportBound.of(type.name())));
    }

    private String verifyGguf(Path file, ExportBound bound) {
        TensorSource tensors = GgufTensors.open(file, opened.policy().exportedConfig());
        return probe.streamed(opened.policy(), tensors, file, bound);
    }

    private void writeGguf(Path file, GgufType type) {
        Path tokenizer = opened.folder().resolve("tokenizer.json");
        try (PolicyTensors tensors = new PolicyTensors(opened.policy(), DType.F32)) {
            GgufExport.write(
                    file,
                    opened.policy().exportedConfig(),
                    tensors,
                    tokenizer,
                    opened.format().jinja(),
                    type,
                    opened.folder().toAbsolutePath().getFileName().toString());
        }
    }
}
