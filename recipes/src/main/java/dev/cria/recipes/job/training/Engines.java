package dev.cria.recipes.job.training;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;

/** Opens the engine that a stage asks for. */
public final class Engines {

    private Engines() {}

    /** For a stage that trains, and may go on with what an earlier process computed. */
    public static Engine forTraining(StageContext context) {
        Engine engine = of(context.stage());
        ComputeThreads.asBefore(context, engine);
        return engine;
    }

    /** On the stage's device, with its precisions. */
    public static Engine of(Stage stage) {
        return Engine.on(
                stage.text("device"),
                type(stage.text("compute_dtype")),
                type(stage.text("backward_dtype")));
    }

    private static DType type(String name) {
        return switch (name) {
            case "fp32" -> DType.F32;
            case "bf16" -> DType.BF16;
            default -> null;
        };
    }
}
