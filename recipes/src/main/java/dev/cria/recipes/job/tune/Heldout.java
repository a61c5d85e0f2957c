package dev.cria.recipes.job.tune;

import dev.cria.data.examples.TokenizedExample;
import dev.cria.recipes.job.training.TrainingRun;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.trainer.evaluate.Likelihood;
import dev.cria.trainer.pass.Policy;
import java.util.List;
import java.util.Map;

/**
 * Measures on texts that are not trained on, before and after; does nothing where there are none.
 */
final class Heldout {

    private final Policy policy;
    private final List<TokenizedExample> examples;
    private final double before;

    Heldout(Policy policy, List<TokenizedExample> examples) {
        this.policy = policy;
        this.examples = examples;
        this.before = examples.isEmpty() ? 0 : Likelihood.perplexity(policy, examples);
    }

    /** Adds both perplexities; {@code source} is where the texts are from. */
    void after(List<Dataset> source, Map<String, String> facts) {
        if (!examples.isEmpty()) {
            double after = Likelihood.perplexity(policy, examples);
            String files = String.join(", ", source.stream().map(Dataset::fileName).toList());
            facts.put("perplexity before, " + files, TrainingRun.number(before));
            facts.put("perplexity after, " + files, TrainingRun.number(after));
        }
    }
}
