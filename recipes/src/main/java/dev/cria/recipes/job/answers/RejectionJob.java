package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.job.rows.PromptRows;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.job.training.Engines;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.Pulse;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.reward.RewardScorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stage {@code rejection_sampling}: draws several answers to each prompt, has them judged, and
 * keeps the best as data to train on (Grattafiori et al. 2024, arXiv:2407.21783, section 4.2.2).
 * Goes on behind the last prompt that was done; the draw of a prompt depends on its place alone.
 */
public final class RejectionJob implements Job {

    /** Texts that are continued at a time. */
    private static final int RUNNING = 128;

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        Map<String, String> facts = new LinkedHashMap<>();
        Pulse pulse = context.attempt().pulse();
        try (Engine engine = Engines.of(stage);
                OpenPolicy opened =
                        OpenPolicy.open(
                                engine, stage.path("model_name_or_path"), Adapters.of(stage));
                Tokenizer tokenizer = opened.with(StageTemplate.of(stage)).tokenizer();
                RewardModel rewarding = RewardModel.of(engine, stage)) {
            List<PromptConversation> prompts = PromptRows.of(stage, "datasets", tokenizer);
            RewardScorer scorer = rewarding == null ? null : rewarding.scorer();
            pulse.expect();
            sample(
                    context,
                    opened,
                    tokenizer,
                    prompts,
                    AnswerJudge.of(stage, scorer, pulse::beat),
                    facts);
        } finally {
            pulse.rest();
        }
        return new JobResult(facts);
    }

    private static void sample(
            StageContext context,
            OpenPolicy opened,
            Tokenizer tokenizer,
            List<PromptConversation> prompts,
            AnswerJudge judge,
            Map<String, String> facts) {
        Stage stage = context.stage();
        PickedAnswers picked = new PickedAnswers(stage);
        int[] done = new int[1];
        int together = Math.max(1, RUNNING / stage.integer("num_generations"));
        try (SampleJournal journal =
                        SampleJournal.open(
                                context.folder().resolve("answers.jsonl"),
                                known -> {
                                    requireSame(prompts, known, done[0]++);
                                    picked.add(known);
                                });
                GenerationEngine generation =
                        new GenerationEngine(
                                Map.of(GenerationEngine.MODEL, opened.policy()),
                                tokenizer,
                                EngineSettings.of(opened.policy()))) {
            if (done[0] > 0) {
                facts.put("continued behind prompt", Integer.toString(done[0]));
            }
            Draw draw = new Draw(context, opened, tokenizer);
            while (done[0] < prompts.size()) {
                context.goOnLaterIfAsked();
                context.progress().at(done[0], prompts.size(), "prompts");
                int to = Math.min(prompts.size(), done[0] + together);
                List<List<Answer>> answers =
                        generation.generateAll(
                                draw.requests(prompts, done[0], to), draw.listener());
                for (List<Answer> own : answers) {
                    PromptConversation asked = prompts.get(done[0]);
                    SampledPrompt sampled =
                            new SampledPrompt(
                                    done[0],
                                    asked.prompt().origin(),
                                    asked.messages(),
                                    draw.seed(done[0]),
                                    judge.judge(asked, own));
                    journal.add(sampled);
                    picked.add(sampled);
                    done[0]++;
                }
            }
        }
        picked.write(context.folder(), facts);
    }

    private static void requireSame(
            List<PromptConversation> prompts, SampledPrompt known, int row) {
        boolean same =
                row < prompts.size()
                        && known.row() == row
                        && known.messages().equals(prompts.get(row).messages());
        if (!same) {
            throw new UserException(
                    "the prompts have changed since this stage began: row %d was '%s'. Give them back, or remove the stage's folder to begin again"
                            .formatted(row + 1, known.origin()));
        }
    }

    /** How answers are drawn. */
    private record Draw(StageContext context, OpenPolicy opened, Tokenizer tokenizer) {

        List<Request> requests(List<PromptConversation> prompts, int from, int to) {
            Stage stage = context.stage();
            Sampling sampling =
                    new Sampling(
                            stage.number("temperature"),
                            stage.integer("top_k"),
                            stage.number("top_p"),
                            stage.number("min_p"),
                            stage.number("repetition_penalty"));
            Set<Integer> stops = new HashSet<>(opened.model().config().eosTokenIds());
            stops.addAll(new ChatTemplate(tokenizer).stops());
            List<Request> requests = new ArrayList<>();
            for (int row = from; row < to; row++) {
                requests.add(
                        Request.of(prompts.get(row).prompt().ids(), stage.integer("max_new_tokens"))
                                .withSamples(stage.integer("num_generations"))
                                .with(sampling, seed(row))
                                .withStops(stops, List.of()));
            }
            return requests;
        }

        /** The seed of a prompt's answers, by its place. */
        long seed(int row) {
            return TrainingSeeds.of(context.recipe(), context.stage(), "answers")
                    + row * 0xD1B54A32D192ED03L;
        }

        AnswerListener listener() {
            Pulse pulse = context.attempt().pulse();
            return new AnswerListener() {
                @Override
                public void token(int sample, int id) {
                    pulse.beat();
                }
            };
        }
    }
}
