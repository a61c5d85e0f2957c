package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.LineJournal;
import dev.cria.data.dataset.Seeds;
import dev.cria.data.dataset.Seeds.Seed;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.job.rows.DataFiles;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.Pulse;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage {@code synthesize}: a model makes instructions of seeds and answers them, as data that
 * stage {@code curate} filters and other models learn from. Goes on behind the last seed that was
 * done.
 */
public final class SynthesizeJob implements Job {

    /** Texts that are continued at a time. */
    private static final int RUNNING = 128;

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        Pulse pulse = context.attempt().pulse();
        List<Seed> seeds = seeds(stage);
        try (Engine engine = Engines.of(stage);
                OpenPolicy opened =
                        OpenPolicy.open(
                                engine, stage.path("model_name_or_path"), Adapters.of(stage));
                Tokenizer tokenizer = opened.with(StageTemplate.of(stage)).tokenizer();
                GenerationEngine generation =
                        new GenerationEngine(
                                Map.of(GenerationEngine.MODEL, opened.policy()),
                                tokenizer,
                                EngineSettings.of(opened.policy()))) {
            pulse.expect();
            synthesize(
                    context, new Synthesis(context, opened, tokenizer, generation), seeds, facts);
        } finally {
            pulse.rest();
        }
        return new JobResult(facts);
    }

    private static List<Seed> seeds(Stage stage) {
        List<Seed> seeds = new ArrayList<>();
        for (Dataset dataset : stage.datasets("datasets")) {
            seeds.addAll(Seeds.read(DataFiles.of(dataset)));
        }
        return seeds;
    }

    private static void synthesize(
            StageContext context,
            Synthesis synthesis,
            List<Seed> seeds,
            Map<String, String> facts) {
        Stage stage = context.stage();
        Path file = context.folder().resolve("seeds.jsonl");
        SynthesizedData data =
                new SynthesizedData(
                        stage.flag("unique"),
                        stage.path("model_name_or_path").getFileName().toString());
        int[] done = new int[1];
        try (LineJournal journal =
                LineJournal.open(
                        file,
                        (line, number) -> {
                            SeedOutcome known = parse(file, line, number);
                            requireSame(seeds, known, done[0]++);
                            data.add(known);
                        })) {
            if (done[0] > 0) {
                facts.put("continued behind seed", Integer.toString(done[0]));
            }
            int together = Math.max(1, RUNNING / stage.integer("num_instructions"));
            while (done[0] < seeds.size()) {
                context.goOnLaterIfAsked();
                context.progress().at(done[0], seeds.size(), "seeds");
                int to = Math.min(seeds.size(), done[0] + together);
                for (SeedOutcome outcome : synthesis.of(seeds.subList(done[0], to), done[0])) {
                    journal.add(List.of(text(outcome)));
                    data.add(outcome);
                    done[0]++;
                }
            }
        }
        data.write(context.folder(), facts);
    }

    private static void requireSame(List<Seed> seeds, SeedOutcome known, int row) {
        boolean same =
                row < seeds.size()
                        && known.row() == row
                        && known.digest().equals(Synthesis.digest(seeds.get(row)));
        if (!same) {
            throw new UserException(
                    "the seeds have changed since this stage began: row %d was that of %s. Give them back, or remove the stage's folder to begin again"
                            .formatted(row + 1, known.origin()));
        }
    }

    private static SeedOutcome parse(Path file, String line, int number) {
        try {
            return JSON.readValue(line, SeedOutcome.class);
        } catch (JsonProcessingException damaged) {
            throw new CorruptFileException(
                    file, "line %d is not about a seed".formatted(number), damaged);
        }
    }

    private static String text(SeedOutcome outcome) {
        try {
            return JSON.writeValueAsString(outcome);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
