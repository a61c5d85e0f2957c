package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a Llama model, its tokenizer and its chat template as one GGUF file. */
public final class GgufExport {

    private GgufExport() {}

    /**
     * Writes the file at once or not at all, converting tensors a few rows at a time.
     *
     * @param huggingFaceTensors the tensors of {@link LlamaTensors#of}
     * @param tokenizerJson a byte-level BPE tokenizer that splits as Llama 3 does
     * @param chatTemplate Jinja text, or null for a model that does not chat
     * @param type of the matrices; vectors are F32
     * @throws UserException when the parts do not fit together, a weight is not finite or too large
     *     for F16, or the file cannot be written
     */
    public static void write(
            Path file,
            LlamaConfig config,
            TensorSource huggingFaceTensors,
            Path tokenizerJson,
            String chatTemplate,
            GgufType type,
            String modelName) {
        LlamaTensors.check(config, huggingFaceTensors.tensors(), modelName);
        GgufTokenizer tokenizer = GgufTokenizer.read(tokenizerJson, config.vocabSize());
        GgufMetadata metadata = model(config, type, modelName);
        addTokenizer(metadata, config, tokenizer, chatTemplate);
        List<GgufWriter.Entry> tensors = new ArrayList<>();
        if (config.rope().scaling() != null) {
            tensors.add(ropeFactors(config));
        }
        for (String name : LlamaTensors.of(config).keySet()) {
            tensors.add(tensor(config, huggingFaceTensors, name, type));
        }
        GgufWriter.write(file, metadata, tensors);
    }

    private static GgufMetadata model(LlamaConfig config, GgufType type, String modelName) {
        return new GgufMetadata()
                .string("general.architecture", "llama")
                .string("general.type", "model")
                .string("general.name", modelName)
                .uint32("general.file_type", type.fileType())
                .uint32("general.quantization_version", 2)
                .uint32("general.alignment", GgufWriter.ALIGNMENT)
                .uint32("llama.vocab_size", config.vocabSize())
                .uint32("llama.context_length", config.maxPositionEmbeddings())
                .uint32("llama.embedding_length", config.hiddenSize())
                .uint32("llama.block_count", config.numLayers())
                .uint32("llama.feed_forward_length", config.intermediateSize())
                .uint32("llama.attention.head_count", config.numHeads())
                .uint32("llama.attention.head_count_kv", config.numKvHeads())
                .uint32("llama.attention.key_length", config.headDim())
                .uint32("llama.attention.value_length", config.headDim())
                .float32("llama.attention.layer_norm_rms_epsilon", config.rmsNormEps())
                .uint32("llama.rope.dimension_count", config.headDim())
                .float32("llama.rope.freq_base", config.rope().theta());
    }

    private static void addTokenizer(
            GgufMetadata metadata,
            LlamaConfig config,
            GgufTokenizer tokenizer,
            String chatTemplate) {
        metadata.string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", "llama-bpe")
                .strings("tokenizer.ggml.tokens", tokenizer.tokens())
                .int32s("tokenizer.ggml.token_type", tokenizer.types())
                .strings("tokenizer.ggml.merges", tokenizer.merges())
                .bool("tokenizer.ggml.add_bos_token", config.bosTokenId() != null);
        if (config.bosTokenId() != null) {
            metadata.uint32("tokenizer.ggml.bos_token_id", config.bosTokenId());
        }
        int eot = tokenizer.id("<|eot_id|>").orElse(-1);
        if (!config.eosTokenIds().isEmpty()) {
            // llama.cpp knows one end of text; a chat model's turns end with <|eot_id|>.
            boolean chats = chatTemplate != null && config.eosTokenIds().contains(eot);
            metadata.uint32(
                    "tokenizer.ggml.eos_token_id", chats ? eot : config.eosTokenIds().get(0));
        }
        if (eot >= 0) {
            metadata.uint32("tokenizer.ggml.eot_token_id", eot);
        }
        tokenizer
                .id("<|eom_id|>")
                .ifPresent(eom -> metadata.uint32("tokenizer.ggml.eom_token_id", eom));
        if (config.padTokenId() != null) {
            metadata.uint32("tokenizer.ggml.padding_token_id", config.padTokenId());
        }
        if (chatTemplate != null) {
            metadata.string("tokenizer.chat_template", chatTemplate);
        }
    }

    private static GgufWriter.Entry tensor(
            LlamaConfig config, TensorSource source, String name, GgufType type) {
        TensorInfo info = source.info(name);
        GgmlType stored = type.of(config, name, info.shape());
        RowOrder rows = RowOrder.of(config, name);
        return new GgufWriter.Entry(
                GgufNames.of(name),
                stored,
                info.shape(),
                new RowEncoder(source, info, stored, rows));
    }

    /** llama.cpp divides the rotary frequencies by this tensor. */
    private static GgufWriter.Entry ropeFactors(LlamaConfig config) {
        double[] factors = config.rope().factors(config.headDim());
        ByteBuffer bytes =
                ByteBuffer.allocate(factors.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double factor : factors) {
            bytes.putFloat((float) factor);
        }
        Shape shape = Shape.of(factors.length);
        TensorInfo info = new TensorInfo(GgufNames.ROPE_FACTORS, DType.F32, shape);
        return new GgufWriter.Entry(
                info.name(), GgmlType.F32, shape, TensorData.of(info, bytes.flip()).content());
    }
}
