package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.CHOICE;
import static dev.cria.recipes.recipe.Kind.INPUT;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;

import java.util.List;

/** Keys of section distill: who teaches, and how far a student is from it. */
final class DistillKeys {

    static final List<Key> ALL =
            List.of(
                    distill(
                            "teacher",
                            INPUT,
                            null,
                            "a model folder with the same tokenizer, or teacher.topk of an earlier stage over the same rows"),
                    distill(
                                    "teacher_base_dtype",
                                    CHOICE,
                                    "auto",
                                    "what the teacher's weights are kept as")
                            .oneOf("auto", "fp32", "bf16", "fp16", "int8", "nf4"),
                    distill(
                                    "teacher_logits",
                                    CHOICE,
                                    "online",
                                    "stored: the teacher is asked once, before training, and not held while training")
                            .oneOf("online", "stored"),
                    distill(
                                    "top_k",
                                    INTEGER,
                                    64,
                                    "likeliest tokens that are stored; all others count as one")
                            .between(1, 1 << 20),
                    distill(
                                    "kd_loss",
                                    CHOICE,
                                    "forward_kl",
                                    "forward_kl: of the student from the teacher; js: of both from their mixture")
                            .oneOf("forward_kl", "reverse_kl", "symmetric_kl", "js"),
                    distill(
                                    "kd_ratio",
                                    NUMBER,
                                    0.5,
                                    "share of the teacher in the loss, the rest being cross-entropy")
                            .between(0, 1),
                    distill(
                                    "temperature",
                                    NUMBER,
                                    1.0,
                                    "divides the logits of both; the divergence is multiplied by its square")
                            .between(0.01, 100),
                    distill(
                                    "sym_kd_ratio",
                                    NUMBER,
                                    0.5,
                                    "share of forward_kl in symmetric_kl, the rest being reverse_kl")
                            .between(0, 1),
                    distill("beta", NUMBER, 0.5, "share of the teacher in the mixture of js")
                            .between(0.001, 0.999));

    private DistillKeys() {}

    private static Key distill(String name, Kind kind, Object initial, String documentation) {
        return Key.of("distill", name, kind, initial, documentation);
    }
}
