package dev.cria.checkpoints.peft;

import dev.cria.checkpoints.UserException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How low-rank adapters (<a href="https://arxiv.org/abs/2106.09685">LoRA</a>) are attached.
 *
 * @param rank of the two factors
 * @param dropout probability on the factors' input while training
 * @param targetModules ends of the adapted modules' names, at a dot: {@code q_proj}, {@code
 *     mlp.up_proj} or {@code layers.3.self_attn.q_proj} for some
 * @param rsLora whether the scale divides by the root of the rank (<a
 *     href="https://arxiv.org/abs/2312.03732">rsLoRA</a>)
 * @param baseModel the name or folder of the model that is adapted, may be null
 * @param dora whether magnitudes of rows are learned too (<a
 *     href="https://arxiv.org/abs/2402.09353">DoRA</a>)
 * @param layersToTransform numbers of the layers that are adapted; none for all
 * @param modulesToSave ends of the names of modules that are trained in full beside the factors, as
 *     PEFT takes them, not only at a dot: {@code norm} means all norms
 * @param ensureWeightTying whether embeddings and head that are one matrix stay one when one of
 *     them is among {@code modulesToSave}
 */
public record LoraConfig(
        int rank,
        double alpha,
        double dropout,
        List<String> targetModules,
        boolean rsLora,
        String baseModel,
        boolean dora,
        List<Integer> layersToTransform,
        List<String> modulesToSave,
        boolean ensureWeightTying) {

    /** The modules of a Llama layer that can be adapted. */
    public static final List<String> ALL_TARGETS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    /** The modules that can be trained in full beside them. */
    public static final List<String> ALL_SAVED =
            List.of(
                    "embed_tokens",
                    "lm_head",
                    "norm",
                    "input_layernorm",
                    "post_attention_layernorm");

    /** The head of a reward model, as a module that is trained in full. */
    public static final String SCORE = "score";

    private static final String LAYER = "(((model\\.)?layers\\.)?\\d{1,5}\\.)?";
    private static final Pattern TARGET =
            Pattern.compile(
                    "(%sself_attn\\.)?[qkvo]_proj|(%smlp\\.)?(gate|up|down)_proj"
                            .formatted(LAYER, LAYER));
    private static final Pattern SAVED =
            Pattern.compile(
                    "(model\\.)?(embed_tokens|norm)|lm_head|score|layernorm|%s(input|post_attention)_layernorm"
                            .formatted(LAYER));

    /**
     * @throws UserException when a value is impossible, a target is not a linear map of a layer, or
     *     a module to save is neither embedding, head nor norm
     */
    public LoraConfig {
        targetModules = List.copyOf(targetModules);
        layersToTransform = List.copyOf(layersToTransform);
        modulesToSave = List.copyOf(modulesToSave);
        require(rank > 0, "rank must be positive, got " + rank);
        require(alpha > 0 && alpha < 1e9, "alpha must be positive, got " + alpha);
        require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), got " + dropout);
        require(!targetModules.isEmpty(), "target_modules is empty");
        for (String target : targetModules) {
            require(
                    isTarget(target),
                    "target_modules names " + target + ", expected some of " + ALL_TARGETS);
        }
        for (String saved : modulesToSave) {
            require(
                    isSaved(saved),
                    "modules_to_save names " + saved + ", expected some of " + ALL_SAVED);
        }
        for (int layer : layersToTransform) {
            require(layer >= 0, "layers_to_transform holds " + layer + ", layers count from 0");
        }
    }

    /** Plain LoRA or rsLoRA in all layers. */
    public LoraConfig(
            int rank,
            double alpha,
            double dropout,
            List<String> targetModules,
            boolean rsLora,
            String baseModel) {
        this(
                rank,
                alpha,
                dropout,
                targetModules,
                rsLora,
                baseModel,
                false,
                List.of(),
                List.of(),
                false);
    }

    /** The same with or without DoRA's magnitudes. */
    public LoraConfig withDora(boolean value) {
        return new LoraConfig(
                rank,
                alpha,
                dropout,
                targetModules,
                rsLora,
                baseModel,
                value,
                layersToTransform,
                modulesToSave,
                ensureWeightTying);
    }

    /** The same in some layers only; none for all. */
    public LoraConfig withLayers(List<Integer> layers) {
        return new LoraConfig(
                rank,
                alpha,
                dropout,
                targetModules,
                rsLora,
                baseModel,
                dora,
                layers,
                modulesToSave,
                ensureWeightTying);
    }

    /** The same with modules that are trained in full. */
    public LoraConfig withSaved(List<String> modules, boolean tied) {
        return new LoraConfig(
                rank,
                alpha,
                dropout,
                targetModules,
                rsLora,
                baseModel,
                dora,
                layersToTransform,
                modules,
                tied);
    }

    /** The same with the head of a reward model among what is trained in full. */
    public LoraConfig withScore() {
        return scores()
                ? this
                : withSaved(
                        Stream.concat(modulesToSave.stream(), Stream.of(SCORE)).toList(),
                        ensureWeightTying);
    }

    /** Whether a word can name linear maps of a layer. */
    public static boolean isTarget(String word) {
        return TARGET.matcher(word).matches();
    }

    /** Whether a word can name embeddings, the head or norms. */
    public static boolean isSaved(String word) {
        return SAVED.matcher(word).matches();
    }

    /** By what the product of the factors is multiplied. */
    public double scale() {
        return alpha / (rsLora ? Math.sqrt(rank) : rank);
    }

    /**
     * Whether a linear map of a layer is adapted.
     *
     * @param module {@code self_attn.q_proj} for one
     */
    public boolean adapts(int layer, String module) {
        String name = "model.layers." + layer + "." + module;
        return (layersToTransform.isEmpty() || layersToTransform.contains(layer))
                && targetModules.stream().anyMatch(target -> ("." + name).endsWith("." + target));
    }

    /** Whether it adapts a reward model: its head that scores is saved beside the factors. */
    public boolean scores() {
        return modulesToSave.contains(SCORE);
    }

    /** Whether a module, {@code model.norm} for one, is trained in full. */
    public boolean saves(String module) {
        return modulesToSave.stream().anyMatch(module::endsWith);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new UserException("LoRA config: " + message);
        }
    }
}
