package dev.cria.recipes.recipe;

import static dev.cria.recipes.recipe.Kind.FLAG;
import static dev.cria.recipes.recipe.Kind.INTEGER;
import static dev.cria.recipes.recipe.Kind.NUMBER;
import static dev.cria.recipes.recipe.Kind.TEXTS;

import java.util.List;

/** Keys of a stage whose model writes instructions and their answers: synthesize and sampling. */
final class SynthesizeKeys {

    static final List<Key> ALL =
            List.of(
                    synthesize(
                            "instruction_prompts",
                            TEXTS,
                            List.of(),
                            "what the model is asked for an instruction, in turn; {seed} stands for a seed. None: seeds are instructions"),
                    synthesize(
                            "system_prompts",
                            TEXTS,
                            List.of(),
                            "said before instructions when they are answered, in turn; not part of what is learnt"),
                    synthesize("num_instructions", INTEGER, 1, "of each seed").between(1, 1024),
                    sampling("max_new_tokens", INTEGER, 512, "tokens of an answer, at most")
                            .between(1, 1 << 20),
                    sampling("temperature", NUMBER, 0.8, "of the draw").between(0.01, 10),
                    sampling("top_k", INTEGER, 0, "draws from so many likeliest tokens; 0: all")
                            .between(0, 1 << 20),
                    sampling("top_p", NUMBER, 0.95, "nucleus sampling; 1: none").between(0.01, 1),
                    sampling("min_p", NUMBER, 0.0, "least share of the likeliest; 0: none")
                            .between(0, 1),
                    sampling("repetition_penalty", NUMBER, 1.0, "above 1: says less twice")
                            .between(0.01, 10),
                    Key.of(
                            "select",
                            "finished",
                            FLAG,
                            true,
                            "instructions and answers that were cut are dropped"),
                    Key.of(
                            "select",
                            "unique",
                            FLAG,
                            true,
                            "instructions that were made before are dropped"));

    private SynthesizeKeys() {}

    private static Key synthesize(String name, Kind kind, Object initial, String documentation) {
        return Key.of("synthesize", name, kind, initial, documentation);
    }

    private static Key sampling(String name, Kind kind, Object initial, String documentation) {
        return Key.of("sampling", name, kind, initial, documentation);
    }
}
