package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.StepMetrics;
import dev.cria.trainer.loss.Distillation;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Divergence;
import dev.cria.trainer.pass.Likeliest;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.pass.PolicyTeacher;
import dev.cria.trainer.pass.Teacher;
import dev.cria.trainer.pass.Teaching;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Losses, divergences and gradient norms of 20 steps equal those of TRL's GKD, with cross-entropy
 * or without. The numbers were made by scripts/references/distill.py with TRL 1.13 and torch 2.13.
 */
final class GoldenDistillTest {

    private static final int LIKELIEST = 8;

    @ParameterizedTest(name = "{0}, {1} conversations per batch")
    @CsvSource({
        "forward_kl,4",
        "reverse_kl,4",
        "js,2",
        "js_and_nll,4",
        "symmetric_kl,1",
        "likeliest,2"
    })
    void aTeacherIsLearntFromAsInTrl(String name, int perBatch) throws IOException {
        JsonNode curve;
        try (InputStream file =
                GoldenDistillTest.class.getResourceAsStream("distill-curves.json")) {
            curve = new JsonMapper().readTree(file).get(name);
        }
        Path golden = Shared.path("golden");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, golden.resolve("model-30"));
                LlamaModel larger = ModelLoader.load(engine, golden.resolve("model-31"))) {
            long before = engine.liveArrays();
            List<StepMetrics> steps =
                    GoldenTrainingTest.train(
                            Policy.of(model),
                            objective(name, Policy.of(larger)),
                            GoldenTrainingTest.sft(golden, perBatch),
                            0);
            assertEquals(before, engine.liveArrays());
            for (int i = 0; i < curve.size(); i++) {
                JsonNode expected = curve.get(i);
                StepMetrics step = steps.get(i);
                String at = name + ", step " + (i + 1) + " ";
                double norm = expected.get("grad_norm").asDouble();
                assertEquals(expected.get("loss").asDouble(), step.loss(), 1e-4, at + "loss");
                assertEquals(norm, step.gradNorm(), 1e-3 * norm, at + "gradient");
                for (String part : List.of("nll", "kd")) {
                    assertEquals(
                            expected.get(part).asDouble(),
                            step.extras().get(part),
                            1e-4,
                            at + part);
                }
            }
            assertEquals(20, curve.size());
        }
    }

    private static Distillation objective(String name, Policy larger) {
        Teacher online = new PolicyTeacher(larger);
        Teacher some = (batch, scope) -> Likeliest.of(larger, batch, LIKELIEST, 2).arrays(scope);
        return switch (name) {
            case "forward_kl" -> of(online, Divergence.forwardKl(1), 1);
            case "reverse_kl" -> of(online, Divergence.reverseKl(1), 1);
            case "js" -> of(online, Divergence.jensenShannon(0.1, 2), 1);
            case "js_and_nll" -> of(online, Divergence.jensenShannon(0.5, 1), 0.5);
            case "symmetric_kl" -> of(online, Divergence.symmetricKl(0.3, 1.5), 0.6);
            default -> of(some, Divergence.forwardKl(2), 0.5);
        };
    }

    private static Distillation of(Teacher teacher, Divergence divergence, double kdRatio) {
        return new Distillation(new Teaching(teacher, divergence), kdRatio);
    }
}
