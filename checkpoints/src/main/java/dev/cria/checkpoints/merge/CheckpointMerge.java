package dev.cria.checkpoints.merge;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A merge of whole models that lie in Hugging Face folders. */
public final class CheckpointMerge implements AutoCloseable {

    private static final String TOKENIZER = "tokenizer.json";
    private static final long MAX_TOKENIZER = 128 << 20;

    private final HuggingFaceFolder base;
    private final List<HuggingFaceFolder> models = new ArrayList<>();
    private final MergeSettings settings;

    private CheckpointMerge(HuggingFaceFolder base, MergeSettings settings) {
        this.base = base;
        this.settings = settings;
    }

    /**
     * Opens the models and checks that they can be merged.
     *
     * @param base null for methods that need none
     * @throws UserException naming the two folders and the number, tensor or file in which they
     *     differ
     */
    public static CheckpointMerge open(Path base, List<Path> models, MergeSettings settings) {
        if (settings.weights().size() != models.size()) {
            throw new UserException(
                    "merge: %d weights for %d models; give one for each"
                            .formatted(settings.weights().size(), models.size()));
        }
        if (settings.method().needsBase() != (base != null)) {
            throw new UserException(
                    base == null
                            ? "merge: this method works on differences from a base; name it"
                            : "merge: linear takes no base; give it as one of the models");
        }
        CheckpointMerge merge =
                new CheckpointMerge(base == null ? null : HuggingFaceFolder.open(base), settings);
        try {
            for (Path model : models) {
                merge.models.add(HuggingFaceFolder.open(model));
                requireAlike(merge.first(), merge.models.get(merge.models.size() - 1));
            }
            return merge;
        } catch (RuntimeException failure) {
            merge.close();
            throw failure;
        }
    }

    /** The model whose shape, tokenizer and settings the merged one has. */
    private HuggingFaceFolder first() {
        return base == null ? models.get(0) : base;
    }

    /** Its folder. */
    public Path like() {
        return first().folder();
    }

    /** The shape of the merged model. */
    public LlamaConfig config() {
        return first().config();
    }

    /** The tensors of the merged model, computed when they are asked for. */
    public MergedTensors tensors(DType dtype) {
        return new MergedTensors(
                settings,
                base == null ? null : base.tensors(),
                models.stream().map(HuggingFaceFolder::tensors).toList(),
                LlamaTensors.of(config()).keySet(),
                dtype);
    }

    private static void requireAlike(HuggingFaceFolder one, HuggingFaceFolder other) {
        if (one == other) {
            return;
        }
        Map<String, Shape> shapes = LlamaTensors.of(other.config());
        LlamaTensors.of(one.config())
                .forEach(
                        (name, shape) -> {
                            if (!shape.equals(shapes.get(name))) {
                                throw differ(one, other, "tensor " + name, shape, shapes.get(name));
                            }
                        });
        Map<String, Object> theirs = numbers(other.config());
        numbers(one.config())
                .forEach(
                        (name, value) -> {
                            if (!value.equals(theirs.get(name))) {
                                throw differ(one, other, name, value, theirs.get(name));
                            }
                        });
        requireSameTokenizer(one.folder().resolve(TOKENIZER), other.folder().resolve(TOKENIZER));
    }

    /** What tensors' shapes do not say, and what changes what they mean. */
    private static Map<String, Object> numbers(LlamaConfig config) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("num_hidden_layers", config.numLayers());
        numbers.put("num_attention_heads", config.numHeads());
        numbers.put("num_key_value_heads", config.numKvHeads());
        numbers.put("rms_norm_eps", config.rmsNormEps());
        numbers.put("rope", config.rope());
        numbers.put("tie_word_embeddings", config.tieWordEmbeddings());
        return numbers;
    }

    /** Files may be laid out differently, but must hold the same tokens. */
    private static void requireSameTokenizer(Path one, Path other) {
        if (!Files.exists(one) || !Files.exists(other)) {
            return;
        }
        try {
            if (Files.mismatch(one, other) < 0) {
                return;
            }
        } catch (IOException e) {
            throw new UserException("cannot read %s or %s: %s".formatted(one, other, e), e);
        }
        var ours = Json.readObject(one, MAX_TOKENIZER);
        var theirs = Json.readObject(other, MAX_TOKENIZER);
        for (String part : List.of("model", "added_tokens", "pre_tokenizer", "normalizer")) {
            if (!ours.path(part).equals(theirs.path(part))) {
                throw new UserException(
                        "merge: %s and %s differ in \"%s\": the models give ids another meaning and cannot be merged"
                                .formatted(one, other, part));
            }
        }
    }

    private static UserException differ(
            HuggingFaceFolder one, HuggingFaceFolder other, String what, Object a, Object b) {
        return new UserException(
                "merge: %s is %s in %s and %s in %s; only models of one shape can be merged"
                        .formatted(what, a, one.folder(), b, other.folder()));
    }

    @Override
    public void close() {
        if (base != null) {
            base.close();
        }
        models.forEach(HuggingFaceFolder::close);
    }
}
