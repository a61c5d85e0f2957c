package dev.cria.recipes.job.tune;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Batch;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loss.ReferenceLogProbs;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What answers are compared with, by {@code dpo.ref_model}. It speaks once, before training, and is
 * written into the stage's folder, so that another stage over the same rows can take it.
 */
record References(StageContext context, OpenPolicy opened) {

    private static final long NANOS_BETWEEN_LOOKS = 1_000_000_000L;

    private static final Set<String> WITHOUT = Set.of("simpo", "orpo");

    /**
     * What it says of all answers of the batches.
     *
     * @param facts how long it took is put here
     */
    ReferenceLogProbs of(List<Batch> batches, Map<String, String> facts) {
        Stage stage = context.stage();
        if (WITHOUT.contains(stage.text("loss"))) {
            return ReferenceLogProbs.NONE;
        }
        long start = System.nanoTime();
        ReferenceLogProbs said = said(batches, stage.text("ref_model"));
        facts.put(
                "reference",
                String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9));
        return said;
    }

    private ReferenceLogProbs said(List<Batch> batches, String given) {
        Path path = Path.of(given);
        if (Files.isRegularFile(path)) {
            ReferenceLogProbs read = ReferenceFile.read(path);
            for (Batch batch : batches) {
                read.missing(batch)
                        .ifPresent(
                                origin -> {
                                    throw new UserException(
                                            "%s: has nothing about %s; it was made of other rows. Take ref_model: start, or the model itself"
                                                    .formatted(path, origin));
                                });
            }
            return read;
        }
        ReferenceLogProbs computed =
                switch (given) {
                    case "start" -> compute(opened.policy(), batches);
                    case "base_without_adapter" ->
                            compute(new Policy(opened.model(), null), batches);
                    default -> ofModel(path, batches);
                };
        ReferenceFile.write(context.folder().resolve("reference.jsonl"), computed);
        return computed;
    }

    private ReferenceLogProbs ofModel(Path folder, List<Batch> batches) {
        try (OpenPolicy other = OpenPolicy.open(opened.policy().engine(), folder, Adapters.NONE)) {
            int theirs = other.model().config().vocabSize();
            int ours = opened.model().config().vocabSize();
            if (theirs != ours) {
                throw new UserException(
                        "ref_model: %s has %d tokens, the model in training %d; both need the same tokenizer"
                                .formatted(folder, theirs, ours));
            }
            return compute(other.policy(), batches);
        }
    }

    private ReferenceLogProbs compute(Policy reference, List<Batch> batches) {
        int[] done = new int[1];
        long[] looked = {System.nanoTime()};
        return ReferenceLogProbs.compute(
                reference,
                batches,
                () -> {
                    done[0]++;
                    if (System.nanoTime() - looked[0] > NANOS_BETWEEN_LOOKS) {
                        looked[0] = System.nanoTime();
                        context.stopIfAsked();
                        context.progress().at(done[0], batches.size(), "reference");
                    }
                });
    }
}
