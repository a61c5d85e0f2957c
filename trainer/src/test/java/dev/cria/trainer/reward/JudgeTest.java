package dev.cria.trainer.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.chat.Message;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.examples.PromptExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgeTest {

    @Test
    void severalPromptsAreScoredAsEachAloneAndRulesAreAdded() {
        List<Answered> all = new ArrayList<>();
        all.add(answered("What is a cat?", "An animal.", "No"));
        all.add(answered("Count to three", "One, two, three."));
        String dogs = "dog ".repeat(60);
        // More than run through the model at a time.
        all.addAll(Collections.nCopies(20, answered("猫", dogs, dogs + "cat", dogs, dogs)));
        all.add(answered("Hello", "Hello!", "", "Hi"));
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.scoring(engine, Shared.path("golden/model-30"), 7);
                Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            RewardScorer scorer = new RewardScorer(Policy.of(model), tokenizer);
            long before = engine.liveArrays();
            Judge judge = Judge.of((prompt, answer) -> answer.length()).plus(scorer);
            List<double[]> rewards = judge.rewards(all);
            assertEquals(before, engine.liveArrays());
            assertEquals(all.size(), rewards.size());
            for (int i = 0; i < all.size(); i++) {
                Answered one = all.get(i);
                double[] expected = scorer.scores(one.prompt().messages(), one.answers());
                for (int answer = 0; answer < expected.length; answer++) {
                    expected[answer] += one.answers().get(answer).length();
                }
                assertArrayEquals(expected, rewards.get(i), 1e-4, "prompt " + i);
            }
        }
    }

    private static Answered answered(String prompt, String... answers) {
        return new Answered(
                new PromptConversation(
                        new PromptExample(new int[] {1}, prompt, "", "made up"),
                        List.of(new Message("user", prompt))),
                List.of(answers));
    }
}
