package dev.cria.recipes.serve;

import dev.cria.trainer.generate.TokenLogProb;
import java.util.List;

/** A token of an answer with what is known of its probability. */
record Told(int id, float logProb, List<TokenLogProb> top) {}
