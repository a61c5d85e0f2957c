package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.CrossEntropy;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.optim.AdamW8bit;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.pass.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moments of a byte change the curve of full fine-tuning, which TRL runs in fp32, by little. */
final class EightBitCurveTest {

    @Test
    void theCurveStaysWithinAThousandthOfFp32() throws Exception {
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"))) {
            Policy policy = Policy.of(model);
            long start = engine.liveArrays();
            try (Optimizer optimizer =
                    new AdamW8bit(GoldenTrainingTest.SETTINGS, engine, policy.parameters())) {
                List<StepMetrics> steps =
                        GoldenTrainingTest.train(
                                policy,
                                new CrossEntropy(),
                                GoldenTrainingTest.sft(golden, 4),
                                0,
                                optimizer);
                List<String> lines = Files.readAllLines(golden.resolve("sft-full/curve.jsonl"));
                double furthest = 0;
                for (int i = 0; i < lines.size(); i++) {
                    JsonNode fp32 = new JsonMapper().readTree(lines.get(i));
                    double loss = fp32.get("loss").asDouble();
                    assertEquals(loss, steps.get(i).loss(), 0.001 * loss, "step " + (i + 1));
                    furthest = Math.max(furthest, Math.abs(steps.get(i).loss() - loss) / loss);
                }
                System.out.println("8-bit AdamW, furthest from fp32: " + furthest);
                assertTrue(furthest > 0, "it is another optimizer");
            }
            assertEquals(start, engine.liveArrays());
        }
    }
}
