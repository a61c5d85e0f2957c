package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.CHOICE_OR_INPUT;
import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.NUMBER;

import java.util.List;

/** Keys of section dpo: how answers are compared. */
final class PreferenceKeys {

    static final List<Key> ALL =
            List.of(
                    dpo("loss", CHOICE, "sigmoid", "how two answers are compared; kto: single ones")
                            .oneOf(
                                    "sigmoid",
                                    "sigmoid_norm",
                                    "ipo",
                                    "hinge",
                                    "simpo",
                                    "orpo",
                                    "kto"),
                    dpo("beta", NUMBER, 0.1, "pull towards the reference; of simpo: 2 and more")
                            .between(1e-6, 100),
                    dpo(
                                    "nll_coef",
                                    NUMBER,
                                    0.0,
                                    "weight of the chosen answer's own loss; 0.2 for Llama 3")
                            .between(0, 100),
                    dpo("label_smoothing", NUMBER, 0.0, "share of pairs taken to be wrong")
                            .between(0, 0.49),
                    dpo(
                            "mask_formatting_tokens",
                            FLAG,
                            false,
                            "true: headers and ends of turns are not compared, as in Llama 3"),
                    dpo("simpo_gamma", NUMBER, 0.5, "margin that loss: simpo aims at")
                            .between(0, 100),
                    dpo("desirable_weight", NUMBER, 1.0, "weight of good answers in loss: kto")
                            .between(0, 1000),
                    dpo("undesirable_weight", NUMBER, 1.0, "weight of bad answers in loss: kto")
                            .between(0, 1000),
                    dpo(
                                    "ref_model",
                                    CHOICE_OR_INPUT,
                                    "start",
                                    "what answers are compared with: the stage's start, its base, a model folder, or a file of an earlier stage")
                            .oneOf("start", "base_without_adapter"));

    private PreferenceKeys() {}

    private static Key dpo(String name, Kind kind, Object initial, String documentation) {
        return Key.of("dpo", name, kind, initial, documentation);
    }
}
