package dev.cria.trainer.rollout;

import dev.cria.data.chat.PromptConversation;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.reward.Answered;
import dev.cria.trainer.reward.Judge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has a policy answer prompts as it is now, and says what the answers are worth.
 *
 * @param endOfTurn the token that ends an answer
 * @param samples answers to each prompt
 * @param seed of all draws
 * @param between runs after each token of the batch; may throw to stop
 */
public record Answering(
        Policy policy,
        Tokenizer tokenizer,
        int endOfTurn,
        int samples,
        int maxNewTokens,
        Sampling sampling,
        Judge judge,
        long seed,
        Runnable between) {

    /** One greedy answer to each prompt in the place of drawn ones. */
    public Answering greedy() {
        return new Answering(
                policy,
                tokenizer,
                endOfTurn,
                1,
                maxNewTokens,
                Sampling.greedy(),
                judge,
                seed,
                between);
    }

    /**
     * Answers prompts.
     *
     * @param round tells draws of the same prompt at different times apart
     */
    public List<Rollout> answer(List<PromptConversation> prompts, long round) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            requests.add(
                    Request.of(prompts.get(i).prompt().ids(), maxNewTokens)
                            .with(sampling, seedOf(round, i))
                            .withSamples(samples)
                            .withStops(Set.of(endOfTurn), List.of()));
        }
        List<List<Answer>> answers;
        // A new one each time: pages of keys and values are of the weights as they were.
        try (GenerationEngine engine =
                new GenerationEngine(
                        Map.of(GenerationEngine.MODEL, policy),
                        tokenizer,
                        EngineSettings.of(policy))) {
            answers =
                    engine.generateAll(
                            requests,
                            new AnswerListener() {
                                @Override
                                public void token(int sample, int id) {
                                    between.run();
                                }
                            });
        }
        List<double[]> rewards = rewards(prompts, answers);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            rollouts.add(rollout(prompts.get(i), answers.get(i), rewards.get(i)));
        }
        return rollouts;
    }

    private List<double[]> rewards(List<PromptConversation> prompts, List<List<Answer>> answers) {
        List<Answered> answered = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<String> texts = answers.get(i).stream().map(Answer::text).toList();
            answered.add(new Answered(prompts.get(i), texts));
        }
        return judge.rewards(answered);
    }

    private Rollout rollout(PromptConversation prompt, List<Answer> answers, double[] rewards) {
        List<int[]> ids = new ArrayList<>();
        boolean[] finished = new boolean[answers.size()];
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            finished[i] = answer.finish() == Finish.STOP_TOKEN;
            int[] own = answer.ids();
            if (finished[i]) {
                own = Arrays.copyOf(own, own.length + 1);
                own[own.length - 1] = endOfTurn;
            }
            ids.add(own);
        }
        return new Rollout(prompt.prompt(), ids, rewards, finished);
    }

    private long seedOf(long round, int prompt) {
        return (seed ^ (round * 0x9E3779B97F4A7C15L)) + prompt * 0xD1B54A32D192ED03L;
    }
}
