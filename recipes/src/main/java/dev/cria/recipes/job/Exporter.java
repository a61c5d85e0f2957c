package dev.cria.recipes.job;

import dev.cria.checkpoints.gguf.GgufExport;
import dev.cria.checkpoints.gguf.GgufType;
import dev.cria.checkpoints.gguf.Modelfile;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.trainer.export.ModelSaver;
import dev.cria.trainer.export.PolicyTensors;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes an opened model for others to load.
 *
 * @param dtype type of safetensors weights
 * @param maxShardBytes size of a safetensors file
 */
public record Exporter(OpenPolicy opened, DType dtype, long maxShardBytes) {

    /** 5 GB, as transformers. */
    public static final long DEFAULT_SHARD = 5_000_000_000L;

    /** A Hugging Face folder; the adapter is merged where the policy has one. */
    public void huggingFace(Policy policy, Path target) {
        List<Path> tokenizer = OpenPolicy.tokenizerFiles(opened.folder());
        ModelSaver.save(policy, target, dtype, maxShardBytes, tokenizer);
    }

    /** One GGUF file of the merged model per type, each with its Modelfile if asked. */
    void gguf(Path folder, List<String> types, boolean modelfiles) {
        for (String type : types) {
            Path file = folder.resolve("model-" + type.toUpperCase(Locale.ROOT) + ".gguf");
            if (!Files.exists(file)) {
                gguf(file, GgufType.valueOf(type.toUpperCase(Locale.ROOT)));
            }
            if (modelfiles) {
                Modelfile.write(
                        folder.resolve("Modelfile." + type), file.getFileName().toString(), null);
            }
        }
    }

    /** A GGUF file of the merged model. */
    public void gguf(Path file, GgufType type) {
        Path tokenizer = opened.folder().resolve("tokenizer.json");
        try (PolicyTensors tensors = new PolicyTensors(opened.policy(), DType.F32)) {
            GgufExport.write(
                    file,
                    opened.policy().exportedConfig(),
                    tensors,
                    tokenizer,
                    ChatTemplate.jinja(),
                    type,
                    opened.folder().toAbsolutePath().getFileName().toString());
        }
    }
}
