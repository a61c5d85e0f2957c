package dev.cria.recipes.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every stage and every key that it takes. Names of keys are unique within a stage. */
public final class Schema {

    /** Keys of every stage by its type, in the order in which they are written out. */
    public static final Map<String, List<Key>> STAGES = stages();

    /** Keys of the recipe as a whole. */
    public static final List<Key> TOP = TopKeys.ALL;

    private Schema() {}

    private static Map<String, List<Key>> stages() {
        Map<String, List<Key>> stages = new LinkedHashMap<>();
        stages.put("curate", DataKeys.CURATE);
        stages.put("tokenizer", DataKeys.TOKENIZER);
        stages.put("mix", MixKeys.ALL);
        stages.put(
                "pretrain",
                resumable(
                        Stream.of(
                                        DeviceKeys.ALL,
                                        ModelKeys.NEW_MODEL,
                                        DataKeys.TEXTS,
                                        TrainKeys.train(1e-3),
                                        TrainKeys.GUARDING,
                                        TrainKeys.evaluating("eval_loss", "eval_perplexity"),
                                        TrainKeys.SAVING)
                                .flatMap(List::stream)
                                .toList()));
        stages.put(
                "sft",
                tuned(
                        List.of(),
                        DataKeys.CONVERSATIONS,
                        1e-4,
                        TrainKeys.evaluating("eval_loss", "eval_perplexity")));
        stages.put(
                "dpo",
                tuned(
                        PreferenceKeys.ALL,
                        DataKeys.PAIRS,
                        5e-6,
                        TrainKeys.evaluating(
                                "eval_loss", "eval_reward_accuracy", "eval_reward_margin")));
        stages.put("grpo", tuned(RolloutKeys.GROUPS, DataKeys.PROMPTS, 1e-6, TrainKeys.SAMPLING));
        stages.put("ppo", tuned(RolloutKeys.PROXIMAL, DataKeys.PROMPTS, 1e-6, TrainKeys.SAMPLING));
        stages.put(
                "rm",
                tuned(
                        RewardKeys.ALL,
                        DataKeys.RANKINGS,
                        1e-4,
                        TrainKeys.measuring(
                                "eval_loss", "eval_reward_accuracy", "eval_reward_margin")));
        stages.put(
                "distill",
                tuned(
                        DistillKeys.ALL,
                        DataKeys.CONVERSATIONS,
                        1e-4,
                        TrainKeys.evaluating(
                                "eval_loss", "eval_nll", "eval_kl_teacher", "eval_agreement")));
        stages.put(
                "rejection_sampling",
                Stream.of(
                                DeviceKeys.ALL,
                                ModelKeys.ANSWERING,
                                ChatKeys.ASKED,
                                AdapterKeys.USED,
                                RolloutKeys.REJECTION,
                                DataKeys.ASKED)
                        .flatMap(List::stream)
                        .toList());
        stages.put(
                "eval",
                Stream.of(
                                DeviceKeys.ALL,
                                ModelKeys.ANSWERING,
                                ChatKeys.ASKED,
                                AdapterKeys.USED,
                                EvalKeys.ALL)
                        .flatMap(List::stream)
                        .toList());
        stages.put(
                "synthesize",
                Stream.of(
                                DeviceKeys.ALL,
                                ModelKeys.ANSWERING,
                                ChatKeys.ASKED,
                                AdapterKeys.USED,
                                SynthesizeKeys.ALL,
                                DataKeys.SEEDS)
                        .flatMap(List::stream)
                        .toList());
        stages.put("merge", MergeKeys.ALL);
        stages.put("export", concat(ModelKeys.EXPORT, concat(ChatKeys.ALL, AdapterKeys.USED)));
        stages.put(
                "generate",
                concat(
                        DeviceKeys.ALL,
                        concat(ModelKeys.GENERATE, concat(ChatKeys.ASKED, AdapterKeys.USED))));
        return Collections.unmodifiableMap(stages);
    }

    private static List<Key> concat(List<Key> first, List<Key> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Key> tuned(
            List<Key> own, List<Key> data, double learningRate, List<Key> evaluating) {
        return resumable(
                Stream.of(
                                DeviceKeys.ALL,
                                ModelKeys.TUNED,
                                ChatKeys.ALL,
                                AdapterKeys.BEFORE,
                                AdapterKeys.LORA,
                                AdapterKeys.FREEZE,
                                own,
                                data,
                                TrainKeys.train(learningRate),
                                TrainKeys.GUARDING,
                                evaluating,
                                TrainKeys.SAVING)
                        .flatMap(List::stream)
                        .toList());
    }

    /** Names of keys that may change on the way are words of a key themselves. */
    private static List<Key> resumable(List<Key> keys) {
        return concat(
                keys,
                List.of(
                        Key.of(
                                        "checkpoint",
                                        "resume_with_changes",
                                        Kind.CHOICES,
                                        List.of(),
                                        "keys that may differ from the checkpoint's though they alter the result")
                                .oneOf(KeyEffects.named(keys))));
    }
}
