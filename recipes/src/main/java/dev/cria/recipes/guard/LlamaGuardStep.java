package dev.cria.recipes.guard;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.TextScorer;
import dev.cria.data.safety.ScoreLimit;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/** Drops or marks what Llama Guard 3 finds unsafe. */
public final class LlamaGuardStep {

    /** What recipes can set about it. */
    public static final StepKind KIND =
            new StepKind(
                    "llama_guard",
                    "drops or marks what a local Llama Guard 3 finds unsafe",
                    List.of(
                            Parameter.path("model", "folder of Llama Guard 3, Hugging Face"),
                            Parameter.number(
                                            "threshold",
                                            0.5,
                                            "probability of 'unsafe' from which a text is unsafe; own")
                                    .between(0, 1),
                            Parameter.choice(
                                    "action",
                                    "drop",
                                    List.of("drop", "tag"),
                                    "drop the document, or note its categories in the meta field"
                                            + " llama_guard_categories"),
                            Parameter.choice(
                                    "role",
                                    "User",
                                    List.of("User", "Agent"),
                                    "whose message a text is judged as"),
                            Parameter.list(
                                    "categories",
                                    GuardPrompt.CATEGORIES,
                                    "names of S1, S2, …; those of Llama-Guard-3-8B (MLCommons)"),
                            Parameter.integer(
                                            "max_tokens",
                                            1024,
                                            "tokens of a text that are judged at once")
                                    .between(1, 100_000),
                            Parameter.integer(
                                            "stretches",
                                            1,
                                            "so many stretches of max_tokens are judged, from the"
                                                    + " beginning; the worst counts")
                                    .between(1, 10_000),
                            Parameter.text("device", "auto", "auto, cpu, cuda or cuda:N")),
                    LlamaGuardStep::make);

    private LlamaGuardStep() {}

    private static CurateStep make(Arguments arguments) {
        Path folder = arguments.path("model");
        if (folder == null) {
            throw new UserException(
                    "step llama_guard: 'model' is empty; name the folder of Llama Guard 3");
        }
        double threshold = arguments.number("threshold");
        LlamaGuard.Settings settings =
                new LlamaGuard.Settings(
                        arguments.text("role"),
                        arguments.list("categories"),
                        (int) arguments.integer("max_tokens"),
                        (int) arguments.integer("stretches"),
                        threshold);
        String device = arguments.text("device");
        return new ScoreLimit(
                new ScoreLimit.Settings(
                        "llama_guard",
                        threshold,
                        arguments.text("action").equals("drop"),
                        "unsafe"),
                () -> new OneThread(() -> withEngine(device, folder, settings)));
    }

    /** A scorer that has its engine for itself. */
    private static TextScorer withEngine(String device, Path folder, LlamaGuard.Settings how) {
        Engine engine = Engine.on(device);
        try {
            LlamaGuard guard = LlamaGuard.open(engine, folder, how);
            return new TextScorer() {
                @Override
                public Judgement judge(String text) {
                    return guard.judge(text);
                }

                @Override
                public void close() {
                    guard.close();
                    engine.close();
                }
            };
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }
}
