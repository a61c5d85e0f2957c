package dev.cria.recipes.job.training;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Path;
import java.util.Map;

/**
 * With how many threads a stage computes: with as many as it began with, unless the recipe names
 * {@code threads} among the changes. How products are shared out among threads decides their last
 * bits.
 */
final class ComputeThreads {

    private ComputeThreads() {}

    /** Before anything is computed, also what is computed before a checkpoint is opened. */
    static void asBefore(StageContext context, Engine engine) {
        int before = Integer.parseInt(facts(context).getOrDefault(RunFacts.THREADS, "0"));
        boolean changes = context.stage().texts("resume_with_changes").contains("threads");
        if (before == 0 || before == engine.threads() || changes || !engine.isCpu()) {
            return;
        }
        context.progress()
                .say(
                        "computes with %d threads as before, not %d, to end with the same bits; checkpoint.resume_with_changes: [threads] changes the number"
                                .formatted(before, engine.threads()));
        engine.computeWith(before);
    }

    /** What the checkpoint says that the stage will probably go on from. */
    private static Map<String, String> facts(StageContext context) {
        String resume = context.stage().text("resume");
        if (resume.equals("never") && !context.attempt().isRestart()) {
            return Map.of();
        }
        Map<String, String> own = claimed(context.checkpoints());
        boolean another = own.isEmpty() && !resume.equals("auto") && !resume.equals("never");
        return another ? SetAside.named(Path.of(resume)).facts() : own;
    }

    private static Map<String, String> claimed(Path folder) {
        return new CheckpointStore(folder, 2, Storage.disk(), silent -> {}).claimedFacts();
    }
}
