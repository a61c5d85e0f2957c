package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.dataset.DatasetFiles;
import dev.cria.data.dataset.Datasets;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.dataset.Selection;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.shard.ShardCache;
import dev.cria.data.shard.ShardWriter;
import dev.cria.data.shard.TokenShards;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.PairLosses;
import dev.cria.trainer.loss.PreferenceObjective;
import dev.cria.trainer.loss.ReferenceLogProbs;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DPO curves, rewards and final weights equal TRL's, the prompt of a pair being run once. */
final class GoldenPreferenceTest {

    @TempDir private Path cache;

    private static final int PER_STEP = 4;
    private static final int PER_BATCH = 2;

    @Test
    void preferenceTuningOfAnAdapterEqualsTrl() throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"));
                LoraAdapter adapter = LoraAdapter.load(model, golden.resolve("dpo-lora/start"))) {
            Policy policy = new Policy(model, adapter);
            assertCurve(golden.resolve("dpo-lora/curve.jsonl"), train(policy, golden, 0));
            try (PeftAdapter end = PeftAdapter.open(golden.resolve("dpo-lora/final"))) {
                GoldenTrainingTest.assertWeights(end.tensors(), policy.parameters());
            }
        }
    }

    @Test
    void preferenceTuningWithLikelihoodTermEqualsTrl() throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            Policy policy = Policy.of(model);
            assertCurve(golden.resolve("dpo-nll/curve.jsonl"), train(policy, golden, 0.2));
            try (SafetensorsFile end =
                    SafetensorsFile.open(golden.resolve("dpo-nll/final/model.safetensors"))) {
                GoldenTrainingTest.assertWeights(end, policy.parameters());
            }
        }
    }

    private List<StepMetrics> train(Policy policy, Path golden, double nllCoef) {
        List<PreferenceExample> pairs = pairs(golden, cache);
        List<Batch> all = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += PER_BATCH) {
            all.add(BatchBuilder.ofPairs(pairs.subList(i, i + PER_BATCH)));
        }
        PreferenceObjective objective =
                new PreferenceObjective(
                        PairLosses.sigmoid(0.1, 0),
                        nllCoef,
                        ReferenceLogProbs.compute(policy, all));
        return train(policy, objective, all);
    }

    static List<StepMetrics> train(Policy policy, Objective objective, List<Batch> all) {
        int perStep = PER_STEP / PER_BATCH;
        return GoldenTrainingTest.train(
                policy,
                objective,
                GoldenTrainingTest.plan(
                        step -> {
                            int from = (int) (step - 1) * perStep;
                            return all.subList(from, from + perStep);
                        }),
                0);
    }

    static List<PreferenceExample> pairs(Path golden, Path cache) {
        try (Tokenizer tokenizer = Tokenizers.load(golden.resolve("model-30"))) {
            DatasetFiles file = DatasetFiles.of(golden.resolve("preference.jsonl"));
            TokenShards shards =
                    new ShardCache(cache, new ShardWriter(ShardWriter.DEFAULT_TOKENS_PER_SHARD))
                            .open(Datasets.preferences(file, tokenizer), done -> {});
            return Selection.ofPairs(shards, new LengthLimit(256, ExcessLength.ERROR)).pairs();
        }
    }

    private static void assertCurve(Path curve, List<StepMetrics> steps) throws IOException {
        GoldenTrainingTest.assertCurve(curve, steps);
        List<String> lines = Files.readAllLines(curve);
        Map<String, String> names =
                Map.of(
                        "rewards/chosen", "rewards_chosen",
                        "rewards/rejected", "rewards_rejected",
                        "rewards/margins", "reward_margin",
                        "logps/chosen", "logps_chosen",
                        "logps/rejected", "logps_rejected");
        for (int i = 0; i < lines.size(); i++) {
            JsonNode expected = new JsonMapper().readTree(lines.get(i));
            Map<String, Double> extras = steps.get(i).extras();
            String at = "step " + (i + 1) + " ";
            names.forEach(
                    (theirs, ours) ->
                            assertEquals(
                                    expected.get(theirs).asDouble(),
                                    extras.get(ours),
                                    2e-3,
                                    at + theirs));
        }
    }
}
