package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INPUTS;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.INTEGERS;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.NUMBERS;
import static dev.cria.recipes.recipe.Kind.TEXTS;

import java.util.List;

/** Keys about what is trained of a model or on it: sections lora and freeze, and adapters. */
final class AdapterKeys {

    /** A new adapter. */
    static final List<Key> LORA =
            List.of(
                    lora("lora_rank", INTEGER, 8, "rank of the update").between(1, 4096),
                    lora("lora_alpha", NUMBER, 16.0, "strength: the update times alpha / rank")
                            .between(1e-6, 1e6),
                    lora("lora_dropout", NUMBER, 0.0, "share of its inputs left out in training")
                            .between(0, 0.99),
                    lora(
                            "lora_target",
                            TEXTS,
                            List.of("all"),
                            "ends of names of linear maps, such as q_proj or mlp.up_proj; all: each"),
                    lora(
                            "layers_to_transform",
                            INTEGERS,
                            List.of(),
                            "numbers of the layers that are adapted, from 0; none given: all"),
                    lora("use_rslora", FLAG, false, "alpha / sqrt(rank) instead of alpha / rank"),
                    lora("use_dora", FLAG, false, "magnitudes of rows are learned too (DoRA)"),
                    lora(
                            "modules_to_save",
                            TEXTS,
                            List.of(),
                            "trained in full beside it: embed_tokens, lm_head, norm (all norms), input_layernorm, post_attention_layernorm"),
                    lora(
                            "ensure_weight_tying",
                            FLAG,
                            false,
                            "embeddings and head that are one stay one in modules_to_save"));

    /** Some layers. */
    static final List<Key> FREEZE =
            List.of(
                    freeze(
                                    "freeze_trainable_layers",
                                    INTEGER,
                                    2,
                                    "how many of the last layers train; of the first where negative")
                            .between(-1000, 1000),
                    freeze(
                            "freeze_trainable_modules",
                            TEXTS,
                            List.of("all"),
                            "what of them: self_attn, mlp, q_proj, input_layernorm, ...; all: everything"),
                    freeze(
                            "freeze_extra_modules",
                            TEXTS,
                            List.of(),
                            "what trains beside layers: embed_tokens, norm, lm_head"));

    /** Adapters that training begins with. */
    static final List<Key> BEFORE =
            List.of(
                    model(
                            "adapter_name_or_path",
                            INPUTS,
                            List.of(),
                            "adapter to go on with; of several, all but the last are merged first"),
                    model(
                            "create_new_adapter",
                            FLAG,
                            false,
                            "merge all of adapter_name_or_path and begin a new one"));

    /** Adapters that a model is used with. */
    static final List<Key> USED =
            List.of(
                    model(
                            "adapter_name_or_path",
                            INPUTS,
                            List.of(),
                            "adapter on it; of several, each on the result of the one before"),
                    model(
                                    "adapter_weights",
                                    NUMBERS,
                                    List.of(),
                                    "a weight for each adapter: all become one, their updates added by weight")
                            .between(-1000, 1000),
                    model(
                                    "combination_type",
                                    CHOICE,
                                    "cat",
                                    "how weighted adapters become one: cat is exact, its rank the sum; linear keeps the rank")
                            .oneOf("cat", "linear"));

    private AdapterKeys() {}

    private static Key model(String name, Kind kind, Object initial, String documentation) {
        return Key.of("model", name, kind, initial, documentation);
    }

    private static Key lora(String name, Kind kind, Object initial, String documentation) {
        return Key.of("lora", name, kind, initial, documentation);
    }

    private static Key freeze(String name, Kind kind, Object initial, String documentation) {
        return Key.of("freeze", name, kind, initial, documentation);
    }
}
