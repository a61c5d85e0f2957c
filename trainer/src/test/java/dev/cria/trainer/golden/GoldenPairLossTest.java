package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.KtoObjective;
import dev.cria.trainer.loss.PairLoss;
import dev.cria.trainer.loss.PairLosses;
import dev.cria.trainer.loss.PreferenceObjective;
import dev.cria.trainer.loss.ReferenceLogProbs;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Losses and gradient norms of 20 steps equal TRL's for each preference loss. The numbers were made
 * by scripts/references/preferences.py with TRL 1.13 and torch 2.13.
 */
final class GoldenPairLossTest {

    private static final int PAIRS_PER_BATCH = 2;

    /** TRL's KTO pairs each answer with the one before it of the same batch. */
    private static final int ANSWERS_PER_BATCH = 4;

    @TempDir private Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"ipo", "hinge", "sigmoid_norm", "simpo", "orpo"})
    void aPairLossTrainsAsInTrl(String name) throws IOException {
        PairLoss loss =
                switch (name) {
                    case "ipo" -> PairLosses.ipo(0.1);
                    case "hinge" -> PairLosses.hinge(0.1);
                    case "sigmoid_norm" -> PairLosses.sigmoidNorm(2, 0);
                    case "simpo" -> PairLosses.simpo(2, 0.5, 0.1);
                    default -> PairLosses.orpo(0.3);
                };
        List<Batch> batches = new ArrayList<>();
        List<PreferenceExample> pairs = pairs();
        for (int i = 0; i < pairs.size(); i += PAIRS_PER_BATCH) {
            batches.add(BatchBuilder.ofPairs(pairs.subList(i, i + PAIRS_PER_BATCH)));
        }
        assertCurve(
                name,
                batches,
                (policy, reference) ->
                        new PreferenceObjective(
                                loss,
                                name.equals("orpo") ? 1 : 0,
                                loss.hasReference() ? reference : ReferenceLogProbs.NONE));
    }

    @Test
    void singleAnswersTrainAsInTrl() throws IOException {
        List<PreferenceExample> answers = new ArrayList<>();
        for (PreferenceExample pair : pairs()) {
            answers.add(answer(pair, pair.chosen(), " chosen"));
            answers.add(answer(pair, pair.rejected(), " rejected"));
        }
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < answers.size(); i += ANSWERS_PER_BATCH) {
            List<PreferenceExample> mismatched = new ArrayList<>();
            for (int j = 0; j < ANSWERS_PER_BATCH; j++) {
                PreferenceExample own = answers.get(i + j);
                int before = (j + ANSWERS_PER_BATCH - 1) % ANSWERS_PER_BATCH;
                int[] other = answers.get(i + before).chosen();
                mismatched.add(
                        new PreferenceExample(own.prompt(), own.chosen(), other, own.origin()));
            }
            batches.add(BatchBuilder.ofPairs(mismatched));
        }
        Set<String> good =
                answers.stream()
                        .map(PreferenceExample::origin)
                        .filter(origin -> origin.endsWith(" chosen"))
                        .collect(Collectors.toSet());
        assertCurve(
                "kto",
                batches,
                (policy, reference) ->
                        new KtoObjective(new KtoObjective.Settings(0.1, 1, 1.5), good, reference));
    }

    private static PreferenceExample answer(PreferenceExample pair, int[] ids, String which) {
        return new PreferenceExample(pair.prompt(), ids, new int[0], pair.origin() + which);
    }

    private List<PreferenceExample> pairs() {
        return GoldenPreferenceTest.pairs(Shared.path("golden"), cache);
    }

    private static void assertCurve(
            String name,
            List<Batch> batches,
            BiFunction<Policy, ReferenceLogProbs, Objective> objective)
            throws IOException {
        JsonNode curve;
        try (InputStream file =
                GoldenPairLossTest.class.getResourceAsStream("preference-curves.json")) {
            curve = new JsonMapper().readTree(file).get(name);
        }
        try (Engine engine = Engine.cpu();
                LlamaModel model =
                        ModelLoader.load(engine, Shared.path("golden").resolve("model-30"))) {
            Policy policy = Policy.of(model);
            ReferenceLogProbs reference = ReferenceLogProbs.compute(policy, batches);
            List<StepMetrics> steps =
                    GoldenPreferenceTest.train(policy, objective.apply(policy, reference), batches);
            for (int i = 0; i < curve.size(); i++) {
                double loss = curve.get(i).get("loss").asDouble();
                double norm = curve.get(i).get("grad_norm").asDouble();
                String at = name + ", step " + (i + 1);
                assertEquals(loss, steps.get(i).loss(), 1e-4 * Math.max(1, loss), at);
                assertEquals(norm, steps.get(i).gradNorm(), 1e-3 * norm, at + " gradient");
            }
            assertEquals(20, curve.size());
        }
    }
}
