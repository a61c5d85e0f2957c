package dev.cria.recipes.job.training;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Attempt;
import dev.cria.recipes.run.BlownUp;
import dev.cria.recipes.run.InterruptedRun;
import dev.cria.recipes.run.Pulse;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.loop.BatchException;
import dev.cria.trainer.loop.BatchPlan;
import dev.cria.trainer.loop.Evaluation;
import dev.cria.trainer.loop.FinalWeights;
import dev.cria.trainer.loop.FinishedStep;
import dev.cria.trainer.loop.LossDigest;
import dev.cria.trainer.loop.MovingAverage;
import dev.cria.trainer.loop.PrefetchingPlan;
import dev.cria.trainer.loop.SpikeGuard;
import dev.cria.trainer.loop.StepHook;
import dev.cria.trainer.loop.TrainingCheckpoints;
import dev.cria.trainer.loop.TrainingLoop;
import dev.cria.trainer.loop.TrainingStep;
import dev.cria.trainer.optim.Optimizer;
import dev.cria.trainer.optim.Resumable;
import dev.cria.trainer.pass.ActivationMemory;
import dev.cria.trainer.pass.ActivationStore;
import dev.cria.trainer.pass.FileActivations;
import dev.cria.trainer.pass.HostActivations;
import dev.cria.trainer.pass.Objective;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * What pretraining, fine-tuning and preference optimisation have in common: from the keys of the
 * sections data, train, guard, eval and checkpoint to a loop that goes on from its newest
 * checkpoint.
 */
public record TrainingRun(StageContext context, Policy policy, Objective objective, Watch watch) {

    private static final Logger LOG = Logger.getLogger(TrainingRun.class.getName());
    private static final String AVERAGE = "average";

    /** Steps whose batches are prepared while one runs. */
    private static final int STEPS_AHEAD = 2;

    /** Trains by a plan; the facts say how it went. */
    public Map<String, String> over(BatchPlan plan, Map<String, String> facts) {
        Stage stage = context.stage();
        Optimisation optimisation = new Optimisation(stage);
        Attempt attempt = context.attempt();
        Pulse pulse = attempt.pulse();
        Resumption resumption = new Resumption(context);
        resumption.prepare();
        CheckpointStore store =
                new CheckpointStore(
                        context.checkpoints(),
                        stage.integer("save_total_limit"),
                        new BeatingStorage(Storage.disk(), pulse),
                        CheckpointStore.WARN);
        pulse.expect();
        Watch watch = this.watch.beating(pulse);
        try (Optimizer optimizer = optimisation.optimizer(policy);
                MovingAverage average = average();
                ActivationStore activations = activationStore();
                PrefetchingPlan ahead =
                        plan.isOnPolicy() ? null : new PrefetchingPlan(plan, STEPS_AHEAD);
                Saving saving = new Saving(stage, policy, store)) {
            SpikeGuard guard = optimisation.guard();
            Evaluation evaluation =
                    watch.evaluates() ? watch.evaluation(average, saving::spare) : null;
            LossDigest losses = new LossDigest();
            RunFacts about = new RunFacts(context, losses, baseHash(), policy.engine());
            TrainingCheckpoints checkpoints =
                    saving.of(parts(plan, optimizer, guard, average, evaluation), about);
            StepReport report = new StepReport(context);
            List<StepHook> hooks = new ArrayList<>();
            addUnlessNull(hooks, average);
            addUnlessNull(hooks, evaluation);
            hooks.addAll(watch.samples(average, context.samples()));
            hooks.addAll(
                    List.of(
                            report,
                            new BatchDump(context),
                            losses,
                            this::stopIfAsked,
                            checkpoints));

            Recoveries recoveries = new Recoveries(attempt, stage.name());
            recoveries.dropCheckpoints(store);
            Optional<Checkpoint> from = resumption.checkpoint(store, about);
            long done = from.map(checkpoints::begin).orElse(0L);
            recoveries.leaveOut(guard, done);
            from.ifPresent(checkpoint -> goesOn(resumption.line(checkpoint), done, facts));
            report.begin(done, plan.totalSteps());
            TrainingStep step = step(optimizer, activations, plan.totalSteps());
            boolean stoppedEarly = evaluation != null && evaluation.outOfPatience();
            long last = done;
            if (!stoppedEarly) {
                last =
                        run(
                                new TrainingLoop(
                                        stage.name(),
                                        step,
                                        ahead == null ? plan : ahead,
                                        guard,
                                        checkpoints,
                                        hooks),
                                done);
                stoppedEarly = evaluation != null && evaluation.outOfPatience();
            }
            if (last < plan.totalSteps() && !stoppedEarly) {
                throw new InterruptedRun(
                        "stopped after step %d of %d of stage %s; a checkpoint is saved, the same command continues"
                                .formatted(last, plan.totalSteps(), stage.name()));
            }
            new TrainingFacts(facts).of(context.metrics().of(stage.name()), guard, evaluation);
            if (stoppedEarly) {
                facts.put("stopped early", "after step " + last + " of " + plan.totalSteps());
            }
            saving.describe(facts);
            report.describeTime(facts);
            takeFinalWeights(store, watch, average, evaluation, facts);
        } finally {
            pulse.rest();
        }
        return facts;
    }

    /** What remembers, by the name of its file in a checkpoint. */
    private static Map<String, Resumable> parts(
            BatchPlan plan,
            Optimizer optimizer,
            SpikeGuard guard,
            MovingAverage average,
            Evaluation evaluation) {
        Map<String, Resumable> parts = new LinkedHashMap<>();
        parts.put("optimizer", optimizer);
        parts.put("guard", guard);
        putUnlessNull(parts, AVERAGE, average);
        putUnlessNull(parts, "evaluation", evaluation);
        if (plan instanceof Resumable answers) {
            parts.put("answers", answers);
        }
        return parts;
    }

    private long run(TrainingLoop loop, long done) {
        try {
            return loop.run(done);
        } catch (BatchException e) {
            String message =
                    "stage %s, %s%n  their ids: %s"
                            .formatted(
                                    context.stage().name(),
                                    e.getMessage(),
                                    new BatchDump(context).write(e.step(), e.batches()));
            if (!e.isBlowUp()) {
                throw new UserException(message, e);
            }
            context.attempt().blowUp(context.stage().name(), e.step(), e.getMessage());
            throw new BlownUp(message, e);
        }
    }

    /** What the stage writes: the best step, an average, or the parameters as they are. */
    private void takeFinalWeights(
            CheckpointStore store,
            Watch watch,
            MovingAverage average,
            Evaluation evaluation,
            Map<String, String> facts) {
        FinalWeights weights = new FinalWeights(policy.engine(), store, policy.parameters());
        int last = context.stage().integer("average_last_checkpoints");
        if (watch.loadsBest() && evaluation.bestStep() > 0) {
            if (average == null) {
                weights.of(evaluation.bestStep());
            } else {
                weights.averageOf(evaluation.bestStep(), AVERAGE);
            }
        } else if (last > 0) {
            facts.put("checkpoints averaged", Integer.toString(weights.meanOfLast(last).size()));
        } else if (average != null) {
            average.exchange();
        }
    }

    private MovingAverage average() {
        double decay = context.stage().number("ema_decay");
        return decay == 0 ? null : new MovingAverage(decay, policy.engine(), policy.parameters());
    }

    private TrainingStep step(Optimizer optimizer, ActivationStore waiting, long totalSteps) {
        Stage stage = context.stage();
        return new TrainingStep(
                policy,
                new BeatingObjective(objective, context.attempt().pulse()),
                optimizer,
                new Optimisation(stage).learningRate(totalSteps),
                stage.number("max_grad_norm"),
                stage.flag("optimizer_in_backward"),
                activations(stage, waiting));
    }

    private static ActivationMemory activations(Stage stage, ActivationStore waiting) {
        boolean again = stage.flag("activation_checkpointing");
        return new ActivationMemory(again ? stage.integer("checkpoint_every_layers") : 0, waiting);
    }

    private ActivationStore activationStore() {
        if (!context.stage().flag("activation_offload")) {
            return ActivationStore.IN_PLACE;
        }
        if (!policy.engine().isCpu()) {
            return new HostActivations(policy.engine());
        }
        try {
            Files.createDirectories(context.folder());
        } catch (IOException e) {
            throw new UserException(context.folder() + ": cannot be made: " + e, e);
        }
        return new FileActivations(context.folder().resolve("activations.tmp"));
    }

    private void stopIfAsked(FinishedStep step) {
        if (context.stop().getAsBoolean()) {
            step.stop();
        }
    }

    private void goesOn(String line, long done, Map<String, String> facts) {
        LOG.info(line);
        context.progress().say(line);
        facts.put("continued from step", Long.toString(done));
    }

    /** Where something of the base is frozen, checkpoints name it by its hash. */
    private BaseHash baseHash() {
        Stage stage = context.stage();
        boolean trainsAll =
                stage.type().equals("pretrain") || stage.text("finetuning_type").equals("full");
        return trainsAll
                ? null
                : new BaseHash(
                        stage.path("model_name_or_path"),
                        context.recipe().outputDir().resolve("cache"));
    }

    private static void putUnlessNull(Map<String, Resumable> parts, String name, Resumable part) {
        if (part != null) {
            parts.put(name, part);
        }
    }

    private static void addUnlessNull(List<StepHook> hooks, StepHook hook) {
        if (hook != null) {
            hooks.add(hook);
        }
    }

    /** As tables show it. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
