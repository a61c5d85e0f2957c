package dev.cria.recipes.job.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.Segment;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.StepHook;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the ids of batches that training stumbled over into the run folder, to look at. */
record BatchDump(StageContext context) implements StepHook {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void after(FinishedStep step) {
        if (!step.applied() && !step.batches().isEmpty()) {
            write(step.number(), step.batches());
        }
    }

    @Override
    public void rolledBack(FinishedStep spike, long back) {
        write(spike.number(), spike.batches());
    }

    /** Writes the batches of a step; answers the file. */
    Path write(long step, List<Batch> batches) {
        ObjectNode root =
                JSON.createObjectNode().put("stage", context.stage().name()).put("step", step);
        ArrayNode list = root.putArray("batches");
        batches.forEach(batch -> fill(list.addObject(), batch));
        Path file =
                context.recipe()
                        .outputDir()
                        .resolve("batches")
                        .resolve("%s-step-%d.json".formatted(context.stage().name(), step));
        try {
            DurableFiles.writeFile(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }

    private static void fill(ObjectNode node, Batch batch) {
        ArrayNode origins = node.putArray("rows");
        batch.origins().forEach(origins::add);
        node.put("tokens_with_loss", batch.numTargets());
        ArrayNode segments = node.putArray("segments");
        for (Segment segment : batch.segments()) {
            ArrayNode ids = segments.addArray();
            IntStream part =
                    Arrays.stream(batch.ids(), segment.start(), segment.start() + segment.length());
            part.forEach(ids::add);
        }
    }
}
